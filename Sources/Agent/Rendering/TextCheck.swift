import Base
import Documents

/// Checks the texts of a finished part of a configuration for what the agent expands in them.
enum TextCheck {
  /// - Parameters:
  ///   - place: how the part is called in a message, such as `spec.config`.
  ///   - location: where a text stands.
  static func check(
    _ value: ConfigValue, of owner: Rendering.Owner, place: String, location: (JSONPointer) -> SourceLocation
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    value.forEachText { text, pointer in
      let path = ([place] + pointer.tokens).joined(separator: ".")
      if Placeholders.hasUnclosedBrace(text) {
        diagnostics.append(
          Diagnostic(
            .error, code: "unclosed-variable", subject: owner.reference, at: location(pointer),
            "\(path) has ${ without }: the agent expands ${NAME} and refuses the file",
            remedy: "close the brace, or write $${ for a plain ${"))
      }
      for name in Placeholders.unknownNames(in: text) {
        diagnostics.append(
          Diagnostic(
            .warning, code: "unknown-placeholder", subject: owner.reference, at: location(pointer),
            "\(path) has $(\(name)), which only a pod's sidecar fills in",
            remedy: "write ${\(name)}, which the agent takes from its environment"))
      }
    }
    return diagnostics
  }
}
