import Base

/// Everything that a folder of one revision declares.
public struct ManifestSet<Item: ManifestItem>: Sendable {
  /// Objects without errors, in the order of their files.
  public let items: [Item]
  /// Sorted by file and line.
  public let diagnostics: [Diagnostic]
  /// Objects that are named but have errors, with where they stand.
  public let heldBack: [ObjectReference: SourceLocation]
  /// The metadata of those, as far as it is known: not of objects that are declared twice with different labels.
  public let heldBackMetadata: [ObjectReference: ObjectMetadata]
  /// Files that could not be read far enough to know their objects.
  public let unreadableFiles: Set<String>
  /// Names that stand in those files, each with the first file that has it: objects of such names may have moved there.
  public let doubtfulNames: [String: String]
  public let skipped: [SkippedDocument]
  public let files: [TreeFile]
  /// The kinds that stand in unreadable files; nil for a file that was refused as a whole.
  private let doubtfulKinds: [String: Set<String>?]

  init(_ readings: [FileReading<Item>], files: [TreeFile]) {
    var diagnostics = readings.flatMap(\.diagnostics)
    var heldBack: [ObjectReference: SourceLocation] = [:]
    var heldBackMetadata: [ObjectReference: ObjectMetadata] = [:]
    for reading in readings {
      heldBack.merge(reading.heldBack) { first, _ in first }
      heldBackMetadata.merge(reading.heldBackMetadata) { first, _ in first }
    }
    let declared = readings.flatMap(\.declared)
    let twins = Dictionary(grouping: declared, by: \.reference).filter { $0.value.count > 1 }
    for (reference, copies) in twins {
      let places = copies.map(\.origin.fileAndLine).joined(separator: " and ")
      for copy in copies {
        diagnostics.append(
          Diagnostic(
            .error, code: "duplicate-object", subject: reference, at: copy.origin,
            "\(reference) is declared \(copies.count) times: \(places)", remedy: "keep one of them"))
      }
      heldBack[reference] = copies[0].origin
      let labels = Set(copies.map { $0.metadata?.labels })
      heldBackMetadata[reference] = labels.count == 1 ? copies[0].metadata : nil
    }
    let items = readings.flatMap(\.items)
    self.items = twins.isEmpty ? items : items.filter { twins[$0.reference.manifest] == nil }
    self.diagnostics = diagnostics.sorted()
    self.heldBack = heldBack
    self.heldBackMetadata = heldBackMetadata
    unreadableFiles = Set(zip(files, readings).filter(\.1.isUnreadable).map(\.0.path))
    doubtfulNames = zip(files, readings).reduce(into: [:]) { names, pair in
      for name in pair.1.doubtfulNames where names[name] == nil { names[name] = pair.0.path }
    }
    skipped = readings.flatMap(\.skipped)
    self.files = files
    doubtfulKinds = zip(files, readings).reduce(into: [:]) { kinds, pair in
      guard pair.1.isUnreadable else { return }
      kinds.updateValue(pair.1.isRefused ? nil : pair.1.doubtfulKinds, forKey: pair.0.path)
    }
  }

  /// The first unreadable file that may hold objects of a kind: its word, one like it, none at all or a cipher stands where
  /// kinds stand.
  public func unreadableFile(thatMayHold kind: String) -> String? {
    doubtfulKinds.keys.sorted().first { file in
      guard let words = doubtfulKinds[file] ?? nil, !words.isEmpty else { return true }
      return words.contains { $0 == "ENC" || NearestName.find($0, among: [kind]) != nil }
    }
  }
}
