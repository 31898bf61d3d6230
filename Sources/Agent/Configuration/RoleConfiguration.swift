import Base
import Documents

/// What the process of a role is configured with, in the language that it reads.
enum RoleConfiguration: Sendable {
  /// Of an agent in static mode.
  case agent(ConfigValue)
  /// Of Grafana Alloy.
  case alloy(NativeConfiguration)

  /// The name of its file, in a folder as in a Secret.
  var fileName: String {
    switch self {
    case .agent: Self.agentFileName
    case .alloy: Self.alloyFileName
    }
  }

  static let agentFileName = "agent.yml"
  static let alloyFileName = "config.alloy"

  /// All of it.
  /// - Parameter placeholders: nil leaves them to a pod's sidecar.
  func text(_ placeholders: Placeholders?) -> SecretValue {
    switch self {
    case .agent(let value):
      SecretValue(YAMLWriter.bytes(ConfigText(value: value, placeholders: placeholders)))
    case .alloy(let native): native.text(placeholders)
    }
  }

  /// The same with `(secret)` where a secret stands.
  func shownText(_ placeholders: Placeholders?) -> String {
    switch self {
    case .agent(let value):
      YAMLWriter.string((placeholders.map { value.mapTexts($0.fill) } ?? value).shown)
    case .alloy(let native): native.shownText(placeholders)
    }
  }
}
