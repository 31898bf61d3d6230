import Base
import Documents

/// One step of a pipeline of logs (reference agent-operator.md sections 1.4 and 3.13). Upstream writes all of the keys of an
/// object that has several, and the agent then refuses to start.
public struct PipelineStage: Sendable {
  /// By the name that the agent has for each, in the order in which they are read.
  public private(set) var parts: [Part] = []
  public let places: FieldPlaces

  public enum Part: Sendable {
    /// `cri` and `docker`.
    case plain(String)
    /// Settings that need no other form than another spelling of their names.
    case settings(String, [Setting])
    /// `labelallow` and `labeldrop`.
    case list(String, [String])
    /// `labels`.
    case map(String, [String: String])
    case match([Setting], stages: [PipelineStage]?)
    case metrics([StageMetric])
  }

  /// One setting by the agent's name.
  public struct Setting: Sendable {
    public enum Value: Sendable {
      case text(String)
      case number(Int)
      case flag(Bool)
      case texts([String])
      case map([String: String])
    }

    public let name: String
    public let value: Value
  }

  public init(_ fields: FieldReader) {
    places = FieldPlaces(fields)
    let reading = StageReading(fields)
    reading.read(into: &parts)
    if parts.isEmpty { reading.tellNothing() }
    if parts.count > 1 {
      fields.error(
        "exclusive-fields",
        "\(fields.path) has several stages in one object, which the agent refuses: "
          + parts.map(\.name).joined(separator: ", "), remedy: "write each as an entry of its own")
    }
  }
}

extension PipelineStage.Part {
  /// As the agent calls it.
  public var name: String {
    switch self {
    case .plain(let name), .settings(let name, _), .list(let name, _), .map(let name, _): name
    case .match: "match"
    case .metrics: "metrics"
    }
  }
}
