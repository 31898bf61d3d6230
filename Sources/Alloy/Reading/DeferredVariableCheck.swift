import Base
import Documents

/// Tells what cannot be left to Alloy's environment: forms that have no counterpart, and variables in names of members.
enum DeferredVariableCheck {
  static func check(_ root: YAMLNode, _ findings: ConversionFindings) {
    switch root.value {
    case .scalar(let scalar):
      if hasOther(scalar.text) {
        findings.refuseVariable(
          "only ${NAME} and ${NAME:-default} can be left to Alloy", at: root.position,
          remedy: "write one of these, or $$ for a plain dollar")
      }
    case .sequence(let elements): for element in elements { check(element, findings) }
    case .mapping(let entries):
      for entry in entries {
        if hasVariable(entry.name) {
          findings.refuseVariable(
            "the name of a setting has a variable, which Alloy cannot look up", at: entry.key.position,
            remedy: "write the name itself")
        }
        check(entry.value, findings)
      }
    }
  }

  private static func hasOther(_ text: String) -> Bool { rests(text).contains { VariableForm.isOther($0) } }

  /// Whether a text holds a variable in any form that an agent takes; groups of regular expressions are none.
  static func hasVariable(_ text: String) -> Bool {
    rests(text).contains { VariableForm($0) != nil || VariableForm.isOther($0) }
  }

  /// What follows each dollar that is not one of two.
  private static func rests(_ text: String) -> [Substring] {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return [] }
    var rests: [Substring] = []
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" { rest = rest.dropFirst() } else { rests.append(rest) }
    }
    return rests
  }
}
