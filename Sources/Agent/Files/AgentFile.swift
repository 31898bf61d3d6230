import Base

/// One file to be written, with mode 0600, since every configuration may hold credentials.
public struct AgentFile: Sendable {
  public enum Content: Sendable {
    /// An `agent.yml`, or a `config.alloy`.
    case configuration(ConfigDocument, role: AgentRole, shard: Int)
    /// A value that a configuration names by path.
    case value(ValueReference, SecretValue)
    /// A manifest of an object of a cluster.
    case object(KubernetesObject)
  }

  /// One of the objects that a file is made of.
  public struct Source: Hashable, Sendable {
    public let reference: ObjectReference
    public let origin: SourceLocation
  }

  /// Below the output directory, with `/` between names.
  public let path: String
  public let content: Content
  /// What the file is, for a plan: `2 metrics instances` or `mysql (2), node_exporter`.
  public let summary: String
  /// The objects that it is made of, the GrafanaAgent first.
  public let sources: [Source]

  /// The folder that it lies in, without those around it.
  public var folder: String { path.split(separator: "/").dropLast().last.map(String.init) ?? "" }

  /// What the file holds.
  public var bytes: SecretValue {
    switch content {
    case .configuration(let document, _, _): document.text
    case .value(_, let value): value
    case .object(let object): object.manifest.text
    }
  }

  /// A text for people, with `(secret)` for what may not be shown.
  public var shown: String {
    switch content {
    case .configuration(let document, _, _): document.shownText
    case .value: "(secret)\n"
    case .object(let object): object.manifest.shownText
    }
  }
}
