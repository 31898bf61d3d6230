import Base

/// Tells where a text must not be quoted. A file that cannot be read as YAML is known by its words only.
enum HiddenText {
  /// Whether the document around the place may hold secrets in clear: always, unless it says that it is of a kind that
  /// has no place for them, and none of the words stands in it.
  static func mayStand(in text: [UInt8], near position: Position) -> Bool {
    let document = self.document(in: text, around: position)
    let kinds = WordsAfter.find("kind", in: document)
    return kinds.isEmpty || !kinds.isSubset(of: openKinds) || isSpokenOf(in: document)
  }

  /// Whether a word stands in the text that goes with a secret.
  static func isSpokenOf(in text: ArraySlice<UInt8>) -> Bool { words.contains { contains(text, $0) } }

  /// Kinds without a field for a secret. A `GitRepository` is none of them: its URL may have a password in it.
  private static let openKinds: Set<String> = [
    GrafanaDashboard.kind, GrafanaLibraryPanel.kind, GrafanaFolder.kind, NamespaceManifest.kind,
    FluxKustomization.kind,
  ]

  /// What dashboards sometimes carry in their own settings. Lower case; a text matches in any case.
  private static let words = [
    "secret", "stringdata", "securejsondata", "password", "passwd", "token", "credential", "private key",
    "private_key", "apikey", "api_key", "accesskey", "access_key", "authorization", "bearer",
    "data_source_name", "connection_string", "mongodb_uri",
  ].map { Array($0.utf8) }

  /// The lines between the `---` before and after the position.
  private static func document(in text: [UInt8], around position: Position) -> ArraySlice<UInt8> {
    var start = text.startIndex
    var line = 1
    var place = text.startIndex
    while place < text.endIndex {
      let end = text[place...].firstIndex(of: 0x0A) ?? text.endIndex
      if text[place..<end].starts(with: [0x2D, 0x2D, 0x2D]) {
        if line > position.line { return text[start..<place] }
        start = place
      }
      place = end + 1
      line += 1
    }
    return text[start...]
  }

  private static func contains(_ text: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    let first = word[0]
    return text.indices.contains { place in
      lowercased(text[place]) == first
        && text[place...].prefix(word.count).lazy.map(lowercased).elementsEqual(word)
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
