import Base
import HTTP
import Plan

/// What `sluice plan` found for one target.
public struct PlannedTarget: Sendable {
  /// As `TargetReport.name`.
  public let name: String
  /// As `TargetReport.label`.
  public let label: String
  /// As `TargetReport.server`.
  public let server: String?
  /// Nil where the target could not be looked at.
  public let plan: Plan?
  /// What there is to tell of a target that no manifest names any more and that cannot be asked; empty for others.
  public let left: [Diagnostic]
  /// Why there is no plan, where that is a fault.
  public let failure: String?
  /// As `TargetReport.remedy`.
  public let remedy: String?
  /// As `TargetReport.manifest`; nil for targets that were looked at.
  public let manifest: TargetManifest?
  public let cost: RequestMeter.Reading

  /// A target that was looked at.
  public init(name: String, label: String, server: String?, plan: Plan, cost: RequestMeter.Reading) {
    self.name = name
    self.label = label
    self.server = server
    self.plan = plan
    left = []
    failure = nil
    remedy = nil
    manifest = nil
    self.cost = cost
  }

  /// A target that could not be looked at.
  public init(
    name: String, label: String, failure: String, remedy: String? = nil, manifest: TargetManifest? = nil,
    cost: RequestMeter.Reading
  ) {
    self.name = name
    self.label = label
    server = nil
    plan = nil
    left = []
    self.failure = failure
    self.remedy = remedy
    self.manifest = manifest
    self.cost = cost
  }

  /// A target that no manifest names any more and that cannot be asked.
  public init(name: String, label: String, left: [Diagnostic], cost: RequestMeter.Reading) {
    self.name = name
    self.label = label
    server = nil
    plan = nil
    self.left = left
    failure = nil
    remedy = nil
    manifest = nil
    self.cost = cost
  }

  /// `g-0a1b2c3d4e (Grafana 12.4.0)`.
  public var title: String { TargetTitle.make(label, server) }
}
