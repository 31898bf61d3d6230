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
/// something is wanted or owned, and one request for each object that is in none, or one list more where those are many.
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
    return try await looks(groups).reduce(into: ClusterObservation()) { observation, look in
      switch look.answer {
      case .found(let objects):
        for (key, object) in objects { note(object, key, inventory[key], &observation) }
      case .failed(let failure):
        for key in look.keys { observation.unread[key] = failure }
      }
    }
  }

  /// What was seen of the objects of a kind in a namespace.
  private struct Look: Sendable {
    enum Answer {
      case found([ObjectKey: LiveObject])
      case failed(TargetFailure)
    }

    let keys: [ObjectKey]
    let answer: Answer
  }

  /// Some at once, in the order of their names.
  private func looks(_ groups: [Listing: [ObjectKey]]) async throws(TargetFailure) -> [Look] {
    var waiting = groups.sorted { $0.key < $1.key }[...]
    var looks: [Look] = []
    var isAnswered = false
    var failures = 0
    let ending = await withTaskGroup(of: Look.self, returning: TargetFailure?.self) { group in
      var pending = 0
      func start(upTo most: Int) {
        while pending < most, let (listing, keys) = waiting.popFirst() {
          pending += 1
          group.addTask { await look(listing, keys) }
        }
      }
      // The first one alone: what is wrong with the server or the credentials is told in the same words in each cycle.
      start(upTo: 1)
      for await look in group {
        pending -= 1
        looks.append(look)
        switch look.answer {
        case .found: isAnswered = true
        case .failed(let failure):
          if failure.kind == .passing { failures += 1 }
          // Each of them has been asked again and again: a server that answers nothing is not waited for any longer.
          if failure.kind == .ended || !isAnswered && failures > 1 {
            group.cancelAll()
            return TargetFailure(.ended, failure.message, remedy: failure.remedy)
          }
        }
        start(upTo: isAnswered ? Self.parallelLooks : 1)
      }
      return nil
    }
    if let ending { throw ending }
    return looks
  }

  /// As many as `ClusterTarget` writes at once.
  private static let parallelLooks = 4
  /// Where so many objects are in no list of ours, all of their kind are listed once instead of each being asked for.
  private static let manyHidden = 4

  private func look(_ listing: Listing, _ keys: [ObjectKey]) async -> Look {
    var found: [ObjectKey: LiveObject] = [:]
    do throws(ClusterError) {
      let listed = try await connection.list(
        listing.kind, in: listing.namespace, "\(Self.environmentLabel)=\(environment)")
      for object in listed { found[object.name.key] = object }
      let hidden = keys.sorted().filter { found[$0] == nil }
      if hidden.count < Self.manyHidden {
        for key in hidden {
          guard let name = ClusterObjectName(uid: key.uid) else { continue }
          if let object = try await connection.metadata(of: name, listing.kind) { found[key] = object }
        }
      } else {
        for object in try await connection.list(listing.kind, in: listing.namespace, nil) {
          found[object.name.key] = object
        }
      }
    } catch {
      return Look(keys: keys, answer: .failed(TargetFailure(error, connection)))
    }
    let wanted = Set(keys)
    return Look(keys: keys, answer: .found(found.filter { wanted.contains($0.key) }))
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
