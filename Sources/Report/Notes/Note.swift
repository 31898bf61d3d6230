import Base
import Documents

/// The note of a commit under `refs/notes/sluice`: one entry for each cycle that had something to tell, newest first.
///
/// Each entry has lines for people and ends with one line of JSON. Text that others wrote into the note is kept.
///
/// A note has at most `mostEntries` entries in full; older ones are summed up by environment: their lines for people
/// go, what they say about whose an object is stays. The same happens earlier where a note would pass `sizeGoal`.
/// Because ownership is never left out, a commit that changes more than about eight thousand objects at once has a note
/// larger than that goal.
public struct Note: Sendable {
  /// 1 MiB: what `git log` and the pages of Git hosts still bear.
  public static let sizeGoal = 1 << 20
  public static let mostEntries = 20

  private struct Block {
    let entry: NoteEntry
    let text: String
  }

  private var blocks: [Block] = []
  /// What in the note is not ours, or of a later version of this program.
  private var foreign: [String] = []

  /// Newest first.
  public var entries: [NoteEntry] { blocks.map(\.entry) }

  /// Takes a note apart. Whatever is not understood is kept as it is.
  public static func parse(_ text: String) -> Note {
    var note = Note()
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(line)
      guard line.hasPrefix("{\"version\":"),
        let json = try? JSONParser.parse(String(line), options: .lenient), let entry = NoteEntry(json),
        let start = lines.lastIndex(where: { line in NoteText.openings.contains { line.hasPrefix($0) } })
      else { continue }
      note.addForeign(lines[..<start])
      note.blocks.append(Block(entry: entry, text: lines[start...].joined(separator: "\n")))
      lines = []
    }
    note.addForeign(lines[...])
    note.arrange()
    return note
  }

  /// The note with an entry for a cycle.
  ///
  /// - Parameter existing: the note that the commit has already.
  public static func text(adding report: CycleReport, to existing: String?) -> String {
    var note = existing.map { parse($0) } ?? Note()
    let entry = NoteEntry(report)
    note.blocks.append(Block(entry: entry, text: NoteText.block(entry, report)))
    note.arrange()
    return note.bounded()
  }

  /// One note of two that were written on the same commit without knowing of each other; made for `GitNotes.Merge`.
  public static func merge(_ theirs: String, _ ours: String) -> String {
    var note = parse(theirs)
    let other = parse(ours)
    note.blocks += other.blocks
    for text in other.foreign where !note.foreign.contains(text) { note.foreign.append(text) }
    note.arrange()
    return note.bounded()
  }

  private mutating func addForeign(_ lines: ArraySlice<Substring>) {
    let isBlank: (Substring) -> Bool = { $0.allSatisfy(\.isWhitespace) }
    guard let first = lines.firstIndex(where: { !isBlank($0) }),
      let last = lines.lastIndex(where: { !isBlank($0) })
    else { return }
    foreign.append(lines[first...last].joined(separator: "\n"))
  }

  /// Newest first, each once.
  private mutating func arrange() {
    var seen: Set<String> = []
    blocks = blocks.filter { seen.insert($0.text).inserted }
    blocks.sort { left, right in
      left.entry.at == right.entry.at
        ? left.entry.environment < right.entry.environment : left.entry.at > right.entry.at
    }
  }

  private var text: String {
    (blocks.map(\.text) + foreign).joined(separator: "\n\n") + "\n"
  }

  /// The text within the bounds: the fewer entries are told in full, the more are summed up.
  private func bounded() -> String {
    var full = Self.mostEntries
    while true {
      let note = summingUp(after: full)
      let text = note.text
      if text.utf8.count <= Self.sizeGoal || full <= 1 { return text }
      full /= 2
    }
  }

  /// The note with only so many entries in full.
  private func summingUp(after full: Int) -> Note {
    let told = blocks.filter { $0.entry.summedUp == 0 }
    let sums = blocks.filter { $0.entry.summedUp > 0 }
    let surplus = told.dropFirst(full) + sums
    let environments = Dictionary(grouping: surplus, by: \.entry.environment)
    // Nothing to sum up: one sum for each environment at most, and no entry too many.
    if told.count <= full, environments.values.allSatisfy({ $0.count == 1 }) { return self }
    var note = self
    note.blocks = Array(told.prefix(full))
    for (_, blocks) in environments {
      guard let sum = NoteEntry(summingUp: blocks.map(\.entry)) else { continue }
      note.blocks.append(Block(entry: sum, text: NoteText.block(summedUp: sum)))
    }
    note.arrange()
    return note
  }
}

extension NoteEntry {
  /// What remains of several entries of one environment: for each object what was done to it last.
  init?(summingUp entries: [NoteEntry]) {
    guard let newest = entries.max(by: { $0.at < $1.at }) else { return nil }
    struct Place: Hashable {
      let target: String
      let key: ObjectKey
    }
    var last: [Place: NotedObject] = [:]
    for entry in entries {
      for object in entry.objects where object.isOwnedAfterwards != nil {
        let place = Place(target: object.target, key: object.key)
        let at = object.at ?? entry.at
        if let known = last[place]?.at, known > at { continue }
        last[place] = NotedObject(object, at: at)
      }
    }
    self.init(
      environment: newest.environment, state: newest.state, at: newest.at,
      summedUp: entries.reduce(0) { $0 + max(1, $1.summedUp) },
      objects: last.values.sorted { ($0.target, $0.key) < ($1.target, $1.key) }, errors: [])
  }
}
