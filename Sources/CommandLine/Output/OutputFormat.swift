/// How the result of a command is spelled.
enum OutputFormat: String, CaseIterable, Sendable {
  case text, json, yaml
}
