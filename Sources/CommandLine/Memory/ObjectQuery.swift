import Base
import Plan
import Store

/// Finds the object that a person means by `KIND/NAME`.
struct ObjectQuery {
  /// An object as the memory has it.
  struct Found: Sendable {
    let environment: RememberedEnvironment
    let reference: ObjectReference
    /// Where it is; empty for an object that only events tell of.
    let entries: [(target: TargetName, entry: InventoryEntry)]
    /// One file of an agent is meant by its path, or one object in a cluster by its name.
    let isOneOfMany: Bool

    init(
      environment: RememberedEnvironment, reference: ObjectReference,
      entries: [(target: TargetName, entry: InventoryEntry)], word: ObjectWord
    ) {
      self.environment = environment
      self.reference = reference
      self.entries = entries
      isOneOfMany = entries.contains { $0.entry.key.kind.isOneOfMany && word.names(uid: $0.entry.key.uid) }
    }
  }

  private let word: ObjectWord

  private init(_ word: ObjectWord) {
    self.word = word
  }

  /// The one object that is meant.
  static func find(_ text: String, in environments: [RememberedEnvironment]) async throws(CommandFailure)
    -> Found
  {
    let query = ObjectQuery(try ObjectWord(text))
    let found = withoutFormer(query.exact(among: try await query.all(in: environments)))
    if let only = found.first, found.count == 1 { return only }
    guard found.isEmpty else {
      let names = found.map { "\($0.reference.path) in \($0.environment.name)" }.sorted()
      throw CommandFailure(
        "\(text) means \(found.count) objects: \(names.joined(separator: ", "))",
        remedy: "write one of these paths, and --environment NAME where several have it")
    }
    var known: [ObjectReference] = []
    for environment in environments { known += try await query.told(in: environment) { _ in true } }
    let nearest = NearestName.find(query.word.names.last?.name ?? "", among: known.map(\.name))
    let meant = known.first { $0.name == nearest }
    throw CommandFailure(
      "no object \(text) is known" + (meant.map { ", did you mean \($0.path)?" } ?? ""),
      remedy: "it has to be written as \(ObjectWord.forms), and to have been applied once")
  }

  /// Every object that the words fit, those of the inventory before those that only history knows.
  private func all(in environments: [RememberedEnvironment]) async throws(CommandFailure) -> [Found] {
    var found: [Found] = []
    for environment in environments {
      var owned: [(target: TargetName, entry: InventoryEntry)] = []
      for (namespace, name) in word.names + word.clusterNames {
        owned += try await inventory(name, in: environment).filter { new in
          fits(new.entry, namespace)
            && !owned.contains { $0.target == new.target && $0.entry.key == new.entry.key }
        }
      }
      for (reference, entries) in Dictionary(grouping: owned, by: \.entry.reference) {
        found.append(Found(environment: environment, reference: reference, entries: entries, word: word))
      }
      if found.contains(where: { $0.environment.name == environment.name }) { continue }
      for reference in try await told(in: environment, word.means) {
        let present = try await successors(of: reference, in: environment)
        found +=
          present.isEmpty
          ? [Found(environment: environment, reference: reference, entries: [], word: word)] : present
      }
    }
    return found.sorted { ($0.environment.name, $0.reference) < ($1.environment.name, $1.reference) }
  }

  /// A whole path means that manifest, although it may be the uid of another's object.
  private func exact(among found: [Found]) -> [Found] {
    let exact = found.filter { found in
      word.fits(manifestKind: found.reference.kind)
        && word.names.contains {
          $0.namespace == found.reference.namespace && $0.name == found.reference.name
        }
    }
    return exact.isEmpty ? found : exact
  }

  /// An environment that only remembers an object has given it up to the one that owns it.
  private static func withoutFormer(_ found: [Found]) -> [Found] {
    let owned = Set(found.filter { !$0.entries.isEmpty }.map(\.reference))
    return found.filter { !$0.entries.isEmpty || !owned.contains($0.reference) }
  }

  /// What the objects are written as now that a manifest of this name made: it may have another name by now.
  private func successors(
    of reference: ObjectReference, in environment: RememberedEnvironment
  ) async throws(CommandFailure) -> [Found] {
    let keys: Set<ObjectKey>
    do throws(StoreError) {
      keys = Set(try await environment.store.history(of: reference, limit: Self.eventLimit).map(\.key))
    } catch {
      throw CommandFailure(error.description)
    }
    var entries: [(target: TargetName, entry: InventoryEntry)] = []
    for key in keys.sorted() {
      entries += try await inventory(key.uid, in: environment).filter { $0.entry.key == key }
    }
    return Dictionary(grouping: entries, by: \.entry.reference).map {
      Found(environment: environment, reference: $0, entries: $1, word: word)
    }
  }

  private func inventory(
    _ name: String, in environment: RememberedEnvironment
  ) async throws(CommandFailure) -> [(target: TargetName, entry: InventoryEntry)] {
    do throws(StoreError) {
      return try await environment.store.inventory(named: name)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// Objects that events speak of, such as those that were held back before they were ever applied.
  private func told(
    in environment: RememberedEnvironment, _ isWanted: (ObjectReference) -> Bool
  ) async throws(CommandFailure) -> [ObjectReference] {
    do throws(StoreError) {
      return try await environment.store.manifestsToldOf(limit: Self.eventLimit).filter(isWanted)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  static let eventLimit = 10_000

  private func fits(_ entry: InventoryEntry, _ namespace: String?) -> Bool {
    word.fits(entry)
      && (namespace.map { $0 == entry.reference.namespace } ?? true)
  }
}

extension Store {
  /// The manifests that events speak of, sorted.
  func manifestsToldOf(limit: Int) async throws(StoreError) -> [ObjectReference] {
    Set(try await events(about: nil, limit: limit).compactMap(\.reference)).sorted()
  }
}
