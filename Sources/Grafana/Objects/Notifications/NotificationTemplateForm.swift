import Documents

/// Brings a template of notifications into the form that is compared: as servers store it (reference grafana-http-api.md
/// section 6.6, and `NotificationTemplate.Validate` of Grafana).
public enum NotificationTemplateForm {
  /// - Parameter name: of the template, which servers define where the text defines nothing.
  public static func normal(_ template: JSON, name: String) -> JSON {
    ["template": .string(stored(template["template"]?.stringValue ?? "", name: name))]
  }

  private static func stored(_ text: String, name: String) -> String {
    // By Unicode scalars, as Go does it: a line end of Windows is one character for Swift.
    let content = trimmed(text)
    if hasDefinition(content) { return content }
    let lines = content.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  " + String($0) }
    return "{{ define \"\(name)\" }}\n\(lines.joined(separator: "\n"))\n{{ end }}"
  }

  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// Whether `{{`, blanks and `define` stand in it.
  private static func hasDefinition(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    for place in bytes.indices.dropLast() where bytes[place] == 0x7B && bytes[place + 1] == 0x7B {
      let rest = bytes[(place + 2)...].drop { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains($0) }
      if rest.starts(with: Array("define".utf8)) { return true }
    }
    return false
  }
}
