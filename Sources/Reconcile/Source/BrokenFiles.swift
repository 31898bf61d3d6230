import Base
import Manifests
import Plan
import Render

/// The files of a revision that have errors. An object that seems to have left may be written there by another name.
struct BrokenFiles: Sendable {
  /// More files than this are not searched, and no further into one.
  private static let mostFiles = 50
  private static let sizeLimit = 16 << 20

  private let tree: GitSourceTree
  private let path: String
  private let names: Set<String>

  init(_ rendering: Rendering, in tree: GitSourceTree, path: String) {
    self.tree = tree
    self.path = path
    names = rendering.unreadableFiles.union(rendering.heldBack.values.map(\.file))
  }

  /// The objects whose uid or title stands in one of the files as a word, each with that file.
  func mention(_ entries: [InventoryEntry]) async -> [ObjectKey: String] {
    guard !names.isEmpty, !entries.isEmpty, let files = try? await tree.files(below: path) else { return [:] }
    var found: [ObjectKey: String] = [:]
    for file in files.filter({ names.contains($0.path) }).prefix(Self.mostFiles) {
      guard let text = try? await tree.read(file, limit: Self.sizeLimit) else { continue }
      for entry in entries where found[entry.key] == nil {
        if Self.holds(text, entry.key.uid) || Self.holds(text, entry.title) { found[entry.key] = file.path }
      }
    }
    return found
  }

  /// The same, as reasons why they stay.
  func doubts(about entries: [InventoryEntry]) async -> [ObjectKey: Doubt] {
    await mention(entries).mapValues { Doubt(file: $0) }
  }

  /// Whether a text stands in another one with neither a letter, nor a digit, nor `-` or `_` beside it.
  private static func holds(_ text: [UInt8], _ word: String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first else { return false }
    var place = text[...]
    while let start = place.firstIndex(of: first) {
      let end = start + word.count
      if text[start...].starts(with: word), start == 0 || !isWordByte(text[start - 1]),
        end >= text.count || !isWordByte(text[end])
      {
        return true
      }
      place = text[(start + 1)...]
    }
    return false
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }
}
