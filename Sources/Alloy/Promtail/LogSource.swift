import Base

/// A section of a log job that brings lines by itself, without service discovery.
struct LogSource: Sendable {
  /// How the rules of the job reach the lines.
  enum Relabelling: Sendable {
    /// The component takes the rules as an argument.
    case rules
    /// The lines go through `loki.relabel`.
    case component
  }

  /// `journal`.
  let key: String
  /// `loki.source.journal`.
  let component: String
  let relabelling: Relabelling
  let arguments: [Argument]

  init(_ key: String, _ component: String, _ relabelling: Relabelling, _ arguments: [Argument]) {
    self.key = key
    self.component = component
    self.relabelling = relabelling
    self.arguments = arguments
  }

  /// In the order in which Alloy's converter takes them.
  static let all: [LogSource] = [
    .cloudflare, .journal, .pushAPI, .syslog, .gcplog, .windowsEvents, .kafka, .azureEventHubs, .gelf,
    .herokuDrain,
  ]

  /// Labels are written even where there are none.
  static let labels = Argument { [.attribute("labels", .strings($0.textMap("labels") ?? [:]))] }
}
