import Base
import Plan
import Store

/// Finds kept copies by `KIND/NAME`, where NAME is a uid, a title or a manifest's name.
struct CopyQuery {
  private let kind: String
  private let name: String

  /// Fails where the text has no slash or nothing beside it.
  init(_ text: String) throws(CommandFailure) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw CommandFailure("\(text) names no object", remedy: "write KIND/NAME: \(ObjectQuery.forms)")
    }
    kind = parts[0]
    name = parts[1]
  }

  /// Newest first.
  func copies(in store: any Store) async throws(CommandFailure) -> [ListedCopy] {
    do throws(StoreError) {
      let direct = try await store.copies(named: name).filter { fits($0.copy.key.kind) }
      if !direct.isEmpty { return direct }
      let last = name.split(separator: "/").last.map(String.init) ?? name
      let entries = try await store.inventory(named: last).map(\.entry).filter { entry in
        fits(entry.key.kind)
          && [entry.reference.name, "\(entry.reference.namespace)/\(entry.reference.name)"].contains(name)
      }
      var found: [ListedCopy] = []
      for key in Set(entries.map(\.key)).sorted() {
        found += try await store.copies(named: key.uid).filter { $0.copy.key == key }
      }
      return found
    } catch {
      throw CommandFailure(error.description)
    }
  }

  private func fits(_ kind: ObjectKind) -> Bool { KindWord.matches(self.kind, kind) }
}

/// The words for a kind of object on the command line.
enum KindWord {
  /// `dashboard`, `GrafanaDashboard`, `agentfile`, in any case.
  static func matches(_ word: String, _ kind: ObjectKind) -> Bool {
    let plain = kind.name.split(separator: " ").joined()
    let word = word.lowercased()
    return word == plain || word == kind.name || word == "grafana" + plain
  }
}
