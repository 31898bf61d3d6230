import Base
import Cluster
import Plan

extension TargetFailure {
  /// What a request to an API server that did not work means for the cycle.
  init(_ error: ClusterError, _ connection: ClusterConnection) {
    self.init(error, credentials: connection.credentialsPlace)
  }

  /// - Parameter credentials: where they are.
  public init(_ error: ClusterError, credentials: String) {
    let text = error.description
    switch error.kind {
    case .access(let remedy): self.init(.ended, text, remedy: remedy)
    case .unreachable:
      self.init(
        .ended, text,
        remedy: "see that the API server runs, and that this machine reaches and trusts it")
    case .stopped: self.init(.ended, text)
    case .unauthorized: self.init(.ended, text, remedy: "renew \(credentials)")
    case .forbidden:
      self.init(
        .refused, cause: .access, text,
        // apiserver endpoints/handlers/responsewriters/errors.go: `User "x" cannot list resource "secrets" in API group …`.
        remedy: text.contains(" cannot ") && text.contains(" resource ")
          ? "grant it, as deploy/kubernetes/agent-cluster-role.yaml does"
          : "see the quota, the policy or the webhook that says so")
    case .namespaceMissing:
      self.init(
        .refused, cause: .access, text,
        remedy: "make the namespace; Sluice writes objects into namespaces and makes none")
    case .invalid(isImmutable: true):
      self.init(
        .refused, text,
        remedy: "undo the change in Git, or delete the object by hand and the next cycle makes it anew; "
          + "kubectl delete --cascade=orphan leaves its pods running meanwhile")
    case .invalid: self.init(.refused, text)
    case .tooOld:
      self.init(
        .refused, cause: .fault, text,
        remedy: "the API server has to know server-side apply: Kubernetes 1.22 or newer")
    case .fieldConflict, .conflict, .notFound, .passing: self.init(.passing, text)
    case .unexpected: self.init(.refused, cause: .fault, text)
    }
  }

  /// Fields that others have and that were never ours.
  static func contested(_ conflicts: [ClusterError.FieldConflict], _ name: ClusterObjectName) -> TargetFailure
  {
    let managers = Dictionary(grouping: conflicts, by: \.manager).sorted { $0.key < $1.key }
    let words = managers.map { manager, conflicts in
      "\(conflicts.map(\.field).sorted().joined(separator: ", ")) \(conflicts.count == 1 ? "belongs" : "belong") to "
        + "field manager \(manager)"
    }
    return TargetFailure(
      .refused, cause: .access, "\(name.title) is not written: \(words.joined(separator: "; "))",
      remedy:
        "let that one give the fields up, or annotate the GrafanaAgent with sluice.dev/adopt: enabled to take them"
    )
  }
}
