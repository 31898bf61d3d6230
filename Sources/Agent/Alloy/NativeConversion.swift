import Alloy
import Base
import Documents

/// The document of a role as a configuration of Grafana Alloy, converted as `sluice alloy` converts the files of others.
struct NativeConversion {
  /// Converts the text of a document.
  typealias Converter = @Sendable ([UInt8]) -> AlloyConversion

  /// Nil where the document cannot be converted at all.
  let configuration: AlloyConfiguration?
  /// By place in the document that was converted.
  let diagnostics: [Diagnostic]
  /// Components whose names stood already: they were numbered, which Alloy's own converter does not do.
  let numbered: [NumberedComponents]
  /// What would be lost if Alloy converted the document itself.
  let beyondAlloy: [Diagnostic]
  /// The document, for finding these places again.
  let text: SecretValue

  /// - Parameter document: of a role, with placeholders.
  init(_ document: ConfigValue, by convert: Converter = Self.convert) {
    text = document.text
    let conversion = text.withBytes(convert)
    configuration = conversion.configuration
    diagnostics = conversion.diagnostics
    numbered = conversion.numbered
    beyondAlloy = conversion.beyondAlloy
  }

  /// As an agent's configuration, with its variables left to Alloy's components.
  @Sendable static func convert(_ text: [UInt8]) -> AlloyConversion {
    convert(text, AlloyOptions(layout: .next, defersVariables: true))
  }

  /// The same as Alloy does it by itself, which expands variables first and in all forms, as the agent does (grafana/alloy,
  /// internal/static/config/config.go, LoadBytes): for what becomes of it.
  @Sendable static func tried(_ text: [UInt8]) -> AlloyConversion {
    convert(text, AlloyOptions(layout: .next, keepsVariables: true))
  }

  private static func convert(_ text: [UInt8], _ options: AlloyOptions) -> AlloyConversion {
    AlloyConversion(text, from: .static, file: RoleConfiguration.agentFileName, options: options)
  }
}
