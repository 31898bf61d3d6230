import Base
import Documents

/// What becomes of a configuration on the way to Alloy.
public struct AlloyConversion: Sendable {
  /// The configuration; nil where the input is none of its kind.
  public let configuration: AlloyConfiguration?
  /// What is wrong with the input, what cannot be carried over (errors) and what changes (warnings), by place.
  /// Values of settings are never in it.
  public let diagnostics: [Diagnostic]

  /// The paths of components whose labels were taken, so that they got numbers: Alloy's own converter refuses these.
  public let numbered: [String]

  /// What would be lost if Alloy converted the same input itself.
  public let beyondAlloy: [Diagnostic]

  /// The codes of errors about what cannot be carried over, where nothing is wrong with the input.
  public static let losses: Set<String> = [ConversionFindings.lossCode, excludedSection]

  /// The code of the error about a whole section that is none of what is converted, such as `traces`.
  public static let excludedSection = "alloy-excluded-section"

  /// Whether everything was carried over.
  public var isComplete: Bool {
    configuration != nil && !diagnostics.contains { $0.severity == .error }
  }

  /// Converts the text of a configuration.
  /// - Parameter file: the name for messages.
  public init(_ text: [UInt8], from source: AlloySource, file: String, options: AlloyOptions = AlloyOptions())
  {
    let findings = ConversionFindings(file: file)
    var result: AlloyConfiguration?
    if let root = Self.root(text, source, options, findings) {
      let settings = SettingReader(root, path: "", findings: findings)
      result =
        switch source {
        case .prometheus: PrometheusConversion.configuration(settings)
        case .promtail: PromtailConversion.configuration(settings)
        case .static: StaticConversion(options: options).configuration(settings)
        }
      settings.finish()
    }
    configuration = findings.isRefused ? nil : result
    diagnostics = findings.diagnostics.sorted()
    numbered = findings.numbered
    beyondAlloy = findings.extras
  }

  private static func root(
    _ text: [UInt8], _ source: AlloySource, _ options: AlloyOptions, _ findings: ConversionFindings
  ) -> YAMLNode? {
    var text = text
    if source == .static, let environment = options.environment {
      var expansion = EnvironmentExpansion(environment)
      do throws(EnvironmentExpansion.Refusal) {
        text = try expansion.expanded(text)
      } catch {
        findings.refuse(error.problem, at: error.position)
        return nil
      }
      for (name, position) in expansion.missing {
        findings.warn(
          "the variable \(name) is not set and stands for nothing", at: position,
          remedy: "set it, or give it a default: ${\(name):-value}")
      }
    }
    do throws(YAMLSyntaxError) {
      let documents = try YAMLParser.documents(in: text)
      if documents.count > 1 {
        findings.refuse("the file has more than one document", at: documents[1].position)
        return nil
      }
      guard let root = documents.first?.root else {
        findings.refuse("the file is empty", at: nil)
        return nil
      }
      if options.defersVariables { DeferredVariableCheck.check(root, findings) }
      return root
    } catch {
      findings.refuse(error.message, at: error.position)
      return nil
    }
  }
}

/// Whose configuration is converted.
public enum AlloySource: String, CaseIterable, Sendable {
  /// Grafana Agent in static mode.
  case `static`
  case prometheus
  case promtail
}

/// How a configuration of the agent is read.
public struct AlloyOptions: Sendable {
  /// Whose form the section `integrations` has.
  public enum IntegrationsLayout: String, CaseIterable, Sendable {
    /// What `-enable-features=integrations-next` switches on; the operator and Sluice write it.
    case next
    case classic
  }

  /// Nil: it is told by the section itself.
  public var layout: IntegrationsLayout?
  /// The variables that `${NAME}` stands for, as with `-config.expand-env`; nil: nothing is expanded.
  public var environment: [String: String]?
  /// Whether `${NAME}` stays in texts for `DeferredVariables`; what cannot be left to it is refused.
  public var defersVariables: Bool
  /// The release of Alloy whose names of receivers are wanted: they hold a digest of settings that grew in time.
  public var isForAlloy1_12: Bool

  public init(
    layout: IntegrationsLayout? = nil, environment: [String: String]? = nil,
    defersVariables: Bool = false, isForAlloy1_12: Bool = false
  ) {
    self.layout = layout
    self.environment = environment
    self.defersVariables = defersVariables
    self.isForAlloy1_12 = isForAlloy1_12
  }
}
