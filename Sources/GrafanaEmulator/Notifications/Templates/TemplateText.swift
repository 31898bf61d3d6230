/// Message templates as Grafana checks and keeps them.
enum TemplateText {
  /// What is wrong with a template; nil where nothing is.
  /// - Parameter name: as the text of Go's parser shows it.
  static func problem(of text: String, named name: String) -> String? {
    guard !text.isEmpty else { return "template must have content" }
    var reader = TemplateReader(text)
    do throws(TemplateReader.Problem) {
      try reader.read()
      return nil
    } catch {
      return "invalid template: template: \(name):\(error.line): \(error.text)"
    }
  }

  /// Without white space at its ends, and wrapped where it defines nothing [templates: create-no-define].
  static func stored(_ text: String, named name: String) -> String {
    let content = Text.trimmed(text)
    if hasDefinition(content) { return content }
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    return "{{ define \"\(name)\" }}\n\(lines.joined(separator: "\n"))\n{{ end }}"
  }

  /// Whether `define` follows two opening braces, white space aside.
  private static func hasDefinition(_ text: String) -> Bool {
    var isAfterBraces = false
    var braces = 0
    var rest = Substring(text)
    while let character = rest.first {
      if isAfterBraces, rest.hasPrefix("define") { return true }
      rest.removeFirst()
      braces = character == "{" ? braces + 1 : 0
      if braces >= 2 {
        isAfterBraces = true
      } else if !character.isWhitespace {
        isAfterBraces = false
      }
    }
    return false
  }
}
