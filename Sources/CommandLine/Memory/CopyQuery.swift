import Base
import Plan
import Store

/// Finds kept copies by `KIND/NAME`, where NAME is a uid, a title or a manifest's name.
struct CopyQuery {
  private let word: ObjectWord

  init(_ word: ObjectWord) {
    self.word = word
  }

  /// Newest first. A copy has the title that the object had when it was taken; by the title that Git gives it now, and
  /// by its manifest's name, it is found through the memory of what is owned.
  func copies(in store: any Store) async throws(CommandFailure) -> [ListedCopy] {
    let keys = try await keys(in: store)
    do throws(StoreError) {
      var found: [ListedCopy] = []
      for key in keys.sorted() {
        found += try await store.copies(named: key.uid).filter { $0.copy.key == key }
      }
      return found.sorted { $0.id > $1.id }
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// The objects that the word can mean, as far as copies and the memory of what is owned tell.
  func keys(in store: any Store) async throws(CommandFailure) -> Set<ObjectKey> {
    do throws(StoreError) {
      var keys = Set(try await store.copies(named: word.name).map(\.copy.key).filter { word.fits($0.kind) })
      for (_, uid) in word.clusterNames {
        keys.formUnion(
          try await store.copies(named: uid).map(\.copy.key).filter { $0.kind == .clusterObject })
      }
      for (namespace, name) in word.names + word.clusterNames {
        keys.formUnion(
          try await store.inventory(named: name).map(\.entry).filter { entry in
            word.fits(entry)
              && namespace.map { $0 == entry.reference.namespace } ?? true
          }.map(\.key))
      }
      if keys.isEmpty { keys = try await formerKeys(in: store) }
      return keys
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// What a manifest of the name was that is not there any more.
  private func formerKeys(in store: any Store) async throws(StoreError) -> Set<ObjectKey> {
    var keys: Set<ObjectKey> = []
    let limit = ObjectQuery.eventLimit
    for reference in try await store.manifestsToldOf(limit: limit) where word.means(reference) {
      keys.formUnion(try await store.history(of: reference, limit: limit).map(\.key))
    }
    return keys
  }

  /// The same with what the word means as a uid: a workspace may remember an object that nobody else does.
  func keysOrUID(in store: any Store) async throws(CommandFailure) -> Set<ObjectKey> {
    let keys = try await keys(in: store)
    if !keys.isEmpty { return keys }
    return Set(ObjectKind.allCases.filter { word.fits($0) }.map { ObjectKey($0, word.name) })
  }
}
