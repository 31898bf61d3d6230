import Apply
import Base
import HTTP
import Plan

/// What a cycle did to one target.
public struct TargetReport: Sendable {
  /// Unique in the environment and the same after every start: `g-0a1b2c3d4e`.
  public let name: String
  /// For people: the workspace's short name, `agent files`.
  public let label: String
  /// What serves it, with its version: `Grafana 12.4.0`; nil where nothing does or where it did not answer.
  public let server: String?
  /// In the order of the plan.
  public let outcomes: [Outcome]
  /// Objects that were as wanted.
  public let equalCount: Int
  /// What the plan could not take, with the reason.
  public let problems: [Diagnostic]
  public let pruneStop: PruneStop?
  /// Why nothing could be done in this target at all: unreachable, token expired.
  public let failure: String?
  /// What to do about the failure; nil where the failure says it.
  public let remedy: String?
  /// What names the target; nil where no manifest does.
  public let manifest: TargetManifest?
  public let cost: RequestMeter.Reading
  public let end: TargetEnd

  public init(
    name: String, label: String, server: String?, outcomes: [Outcome] = [], equalCount: Int = 0,
    problems: [Diagnostic] = [], pruneStop: PruneStop? = nil, failure: String? = nil,
    remedy: String? = nil, manifest: TargetManifest? = nil,
    cost: RequestMeter.Reading = RequestMeter.Reading(), end: TargetEnd = .reached
  ) {
    self.name = name
    self.label = label
    self.server = server
    self.outcomes = outcomes
    self.equalCount = equalCount
    self.problems = problems
    self.pruneStop = pruneStop
    self.failure = failure
    self.remedy = remedy
    self.manifest = manifest
    self.cost = cost
    self.end = end
  }

  /// The failure with all that helps to mend it, as one sentence without the target's name; nil without a failure:
  /// `GET /api/search answered 401: Invalid API key (Grafana monitoring/prod, grafana.yaml:1); renew the token in …`.
  public var trouble: String? {
    failure.map { failure in
      failure + (manifest.map { " (\($0.reference), \($0.origin.fileAndLine))" } ?? "")
        + (remedy.map { "; " + $0 } ?? "")
    }
  }

  /// `g-0a1b2c3d4e (Grafana 12.4.0)`.
  public var title: String { TargetTitle.make(label, server) }
}

enum TargetTitle {
  static func make(_ label: String, _ server: String?) -> String {
    server.map { "\(label) (\($0))" } ?? label
  }
}
