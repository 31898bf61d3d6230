import Base
import Cluster
import Plan

/// `KIND/NAME` as people write it on the command line.
struct ObjectWord: Sendable {
  static let forms = "dashboard/node-overview, GrafanaDashboard/monitoring/node-overview, or a uid or title"

  /// A kind of manifest (`GrafanaDashboard`) or what it becomes (`dashboard`, `agentfile`), in any case.
  private let kind: String
  /// The manifest's name, with its namespace before it where that is needed, or a uid or title.
  let name: String

  /// Fails where the text has no slash or nothing beside it.
  init(_ text: String) throws(CommandFailure) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw CommandFailure("\(text) names no object", remedy: "write KIND/NAME: \(Self.forms)")
    }
    kind = parts[0].lowercased()
    name = parts[1]
  }

  /// The ways to understand the name: whole, or as a namespace and a name.
  var names: [(namespace: String?, name: String)] {
    guard let slash = name.firstIndex(of: "/") else { return [(nil, name)] }
    return [(nil, name), (String(name[..<slash]), String(name[name.index(after: slash)...]))]
  }

  /// The uid of an object in a cluster that is called as `kubectl` calls it: `secret/monitoring/agent-config`.
  var clusterNames: [(namespace: String?, name: String)] {
    guard let known = ClusterKind.allCases.first(where: { $0.rawValue.lowercased() == kind }) else {
      return []
    }
    return [(nil, "\(known.rawValue)/\(name)")]
  }

  /// Whether an object is meant by its uid.
  func names(uid: String) -> Bool { uid == name || clusterNames.contains { $0.name == uid } }

  func fits(_ kind: ObjectKind) -> Bool {
    // What a `GrafanaManifest` becomes has two names.
    if kind == .resource, fits(manifestKind: "GrafanaManifest") { return true }
    let plain = kind.name.split(separator: " ").joined()
    return self.kind == plain || self.kind == kind.name || self.kind == "grafana" + plain
  }

  /// - Parameter manifestKind: `GrafanaDashboard`.
  func fits(manifestKind: String) -> Bool {
    let known = manifestKind.lowercased()
    return kind == known || "grafana" + kind == known
  }

  /// Whether a manifest is meant by its kind and name.
  func means(_ reference: ObjectReference) -> Bool {
    fits(manifestKind: reference.kind)
      && names.contains {
        $0.name == reference.name && $0.namespace ?? reference.namespace == reference.namespace
      }
  }

  /// Whether an owned object is meant, by what it is or by its manifest. What a manifest gives beside itself has names of its
  /// own: `correlations/logs` and `GrafanaDatasource/monitoring/logs[correlations]`.
  func fits(_ entry: InventoryEntry) -> Bool {
    if fits(entry.key.kind) || entry.key.kind == .clusterObject && names(uid: entry.key.uid) { return true }
    guard fits(manifestKind: entry.reference.kind) else { return false }
    return entry.key.kind != .correlations || names.contains { $0.name == entry.reference.name }
  }
}
