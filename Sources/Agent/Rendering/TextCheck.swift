import Base
import Documents

/// Checks the texts of a finished part of a configuration for what the agent expands in them.
enum TextCheck {
  /// What is wrong with one text.
  struct Problem: Sendable {
    let severity: Diagnostic.Severity
    let code: String
    let pointer: JSONPointer
    /// Follows the name of the place.
    let message: String
    let remedy: String
  }

  static func problems(in value: ConfigValue) -> [Problem] {
    var problems: [Problem] = []
    value.forEachText { text, pointer in
      guard text.utf8.contains(UInt8(ascii: "$")) else { return }
      if Placeholders.hasUnclosedBrace(text) {
        problems.append(
          Problem(
            severity: .error, code: "unclosed-variable", pointer: pointer,
            message: "has ${ without }: the agent expands ${NAME} and refuses the file",
            remedy: "close the brace, or write $${ for a plain ${"))
      }
      for name in Placeholders.unknownNames(in: text) {
        problems.append(
          Problem(
            severity: .warning, code: "unknown-placeholder", pointer: pointer,
            message: "has $(\(name)), which only a pod's sidecar fills in",
            remedy: "write ${\(name)}, which the agent takes from its environment"))
      }
    }
    return problems
  }

  /// - Parameters:
  ///   - place: how the part is called in a message, such as `spec.config`.
  ///   - location: where a text stands.
  static func check(
    _ value: ConfigValue, of owner: Rendering.Owner, place: String, location: (JSONPointer) -> SourceLocation
  ) -> [Diagnostic] {
    problems(in: value).map { $0.diagnostic(of: owner, place: place, at: location($0.pointer)) }
  }
}

extension TextCheck.Problem {
  /// - Parameter place: how the part is called in a message, such as `spec.config`.
  func diagnostic(of owner: Rendering.Owner, place: String, at location: SourceLocation) -> Diagnostic {
    Diagnostic(
      severity, code: code, subject: owner.reference, at: location,
      "\(([place] + pointer.tokens).joined(separator: ".")) \(message)", remedy: remedy)
  }
}
