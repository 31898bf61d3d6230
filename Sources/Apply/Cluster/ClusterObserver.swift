import Base
import Cluster
import Plan

/// What a cluster shows of the objects that are wanted or owned.
public struct ClusterObservation: Sendable {
  /// What is there and ours, or nobody's by now that was.
  public internal(set) var objects: [ObjectKey: ObservedObject] = [:]
  /// What is there and was not made from here, by who is known to have made or changed it.
  public internal(set) var foreign: [ObjectKey: String] = [:]
  /// What goes away together with another object, and with which.
  public internal(set) var owners: [ObjectKey: String] = [:]
  /// What could not be looked at, and why.
  public internal(set) var unread: [ObjectKey: TargetFailure] = [:]
}

/// Looks at a cluster with as few requests as its API allows: one list of metadata for each kind and namespace in which
/// something is wanted or owned, and one request for each object that is in none.
public struct ClusterObserver: Sendable {
  /// On every object that is written to a cluster: from which environment.
  public static let environmentLabel = "sluice.dev/environment"

  private let connection: ClusterConnection
  /// The value of that label.
  private let environment: String

  public init(_ connection: ClusterConnection, environment: String) {
    self.connection = connection
    self.environment = Self.labelValue(environment)
  }

  /// The name of an environment as a label may have it: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit
  /// at both ends (Kubernetes documentation, "Labels and Selectors").
  public static func labelValue(_ environment: String) -> String {
    guard let last = environment.utf8.last, "-_.".utf8.contains(last) || environment.utf8.count > 63 else {
      return environment
    }
    return "e-" + Digest(of: environment).description.prefix(40)
  }

  private struct Listing: Hashable, Comparable {
    let namespace: String
    let kind: ClusterKind

    static func < (left: Listing, right: Listing) -> Bool {
      (left.namespace, left.kind.rawValue) < (right.namespace, right.kind.rawValue)
    }
  }

  /// - Parameters:
  ///   - keys: what is wanted or owned.
  ///   - inventory: what is owned.
  /// - Throws: where nothing more can be asked. What may not be looked at is in the observation.
  public func observe(
    _ keys: Set<ObjectKey>, owned inventory: [ObjectKey: InventoryEntry]
  ) async throws(TargetFailure) -> ClusterObservation {
    var groups: [Listing: [ObjectKey]] = [:]
    for key in keys {
      guard let name = ClusterObjectName(uid: key.uid), let kind = ClusterKind(rawValue: name.kind) else {
        continue
      }
      groups[Listing(namespace: name.namespace, kind: kind), default: []].append(key)
    }
    var observation = ClusterObservation()
    var found: [ObjectKey: LiveObject] = [:]
    var hidden: [ObjectKey] = []
    let listings = groups.keys.sorted()
    for listing in try await ClusterQuestions.ask(listings, list) {
      let wanted = groups[listing.question] ?? []
      switch listing.result {
      case .success(let objects):
        for object in objects { found[object.name.key] = object }
        hidden += wanted.filter { found[$0] == nil }
      case .failure(let failure):
        for key in wanted { observation.unread[key] = failure }
      }
    }
    for single in try await ClusterQuestions.ask(hidden.sorted(), isReached: true, metadata) {
      switch single.result {
      case .success(let object): found[single.question] = object
      case .failure(let failure): observation.unread[single.question] = failure
      }
    }
    for (key, object) in found where keys.contains(key) { note(object, key, inventory[key], &observation) }
    return observation
  }

  private func list(_ listing: Listing) async -> Result<[LiveObject], TargetFailure> {
    do throws(ClusterError) {
      return .success(
        try await connection.list(
          listing.kind, in: listing.namespace, "\(Self.environmentLabel)=\(environment)"))
    } catch {
      return .failure(TargetFailure(error, connection))
    }
  }

  /// By its name, and not by a list of all: that would bring the annotations of others' Secrets, in which kubectl keeps what
  /// they hold.
  private func metadata(of key: ObjectKey) async -> Result<LiveObject?, TargetFailure> {
    guard let name = ClusterObjectName(uid: key.uid), let kind = ClusterKind(rawValue: name.kind) else {
      return .success(nil)
    }
    do throws(ClusterError) {
      return .success(try await connection.metadata(of: name, kind))
    } catch {
      return .failure(TargetFailure(error, connection))
    }
  }

  /// Ours is what has fields that we applied, what was put back from a copy, and what we remember by its uid, whoever has
  /// forgotten who has its fields.
  private func note(
    _ object: LiveObject, _ key: ObjectKey, _ entry: InventoryEntry?, _ observation: inout ClusterObservation
  ) {
    let isKnown = LiveObject.Marker.uid(in: entry?.marker) == object.uid
    let label = object.labels[Self.environmentLabel]
    var manager: String?
    if object.own != nil, let label, label != environment {
      // Also where it was ours: the other one has taken it over.
      manager = "Sluice's environment \(label)"
    } else if !isKnown {
      if object.own == nil, !object.others.contains(where: { $0.name == FieldManager.restoring }) {
        let names = Set(object.others.map(\.name)).sorted()
        manager = names.isEmpty ? "somebody else" : names.joined(separator: " and ")
      }
    }
    if let manager { observation.foreign[key] = manager }
    observation.owners[key] = object.owners.first
    observation.objects[key] = ObservedObject(
      key: key, title: object.name.title, marker: object.marker.description, manager: manager)
  }
}
