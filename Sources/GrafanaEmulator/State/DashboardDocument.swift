internal import Documents

/// A dashboard's body as it is stored: written once, members sorted by name, without `id`, `uid` and `version`, which
/// belong to the row. Versions with the same body share one value.
final class DashboardDocument: Sendable {
  /// A member and where its value stands in `bytes`.
  private struct Member: Sendable {
    let key: String
    let value: Range<Int>
  }

  /// The values, one behind the other.
  private let bytes: [UInt8]
  private let members: [Member]
  let title: Title
  let tags: [String]
  /// The uids of the library panels that it shows.
  let libraryPanels: [String]
  /// A body that came with `"id": null` keeps that in the Kubernetes-style store until it is saved again.
  let hasNullID: Bool

  /// Takes what a client sent. The title must be in it already as it is to be stored.
  init(_ object: JSONObject, lens: Lens, title: String) {
    var bytes: [UInt8] = []
    var members: [Member] = []
    for member in object.members.sorted(by: { Self.precedes($0.key, $1.key) })
    where !Self.rowMembers.contains(member.key) {
      let start = bytes.count
      let value = member.key == "title" ? JSON.string(title) : member.value
      bytes.append(contentsOf: StoredForm.bytes(value, numbersAreDoubles: lens.dashboards.numbersAreDoubles))
      members.append(Member(key: member.key, value: start..<bytes.count))
    }
    // An exact copy: the array that grew holds up to twice as much.
    self.bytes = bytes.withUnsafeBufferPointer { Array($0) }
    self.members = members
    self.title = Title(title, lens)
    self.tags = object["tags"]?.arrayValue?.compactMap(\.stringValue) ?? []
    self.libraryPanels = LibraryPanels.uids(in: object)
    self.hasNullID = object["id"]?.isNull ?? false
  }

  private static let rowMembers: Set = ["id", "uid", "version"]

  var byteCount: Int { bytes.count }

  /// Whether two bodies say the same.
  func isEqual(to other: DashboardDocument) -> Bool {
    self === other
      || (bytes == other.bytes && members.count == other.members.count
        && zip(members, other.members).allSatisfy { $0.key == $1.key && $0.value == $1.value })
  }

  /// The members as parsed values, for the few calls that look into them.
  var object: JSONObject {
    JSONObject(
      members.map { member in
        (member.key, (try? JSONParser.parse(Array(bytes[member.value]), options: .lenient)) ?? .null)
      })
  }

  /// A member as it was written.
  func value(of key: String) -> ArraySlice<UInt8>? {
    members.first { $0.key == key }.map { bytes[$0.value] }
  }

  var keys: [String] { members.map(\.key) }

  /// Writes the object with members added or replaced; these must be sorted by name.
  func write(into output: inout [UInt8], with additions: [(key: String, value: [UInt8])]) {
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    func begin(_ key: String, _ output: inout [UInt8]) {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output.append(contentsOf: JSONWriter.bytes(.string(key)))
      output.append(UInt8(ascii: ":"))
    }
    var rest = additions[...]
    for member in members {
      while let next = rest.first, !Self.precedes(member.key, next.key) {
        begin(next.key, &output)
        output.append(contentsOf: next.value)
        rest.removeFirst()
        if next.key == member.key { break }
      }
      if !isReplaced(member.key, by: additions) {
        begin(member.key, &output)
        output.append(contentsOf: bytes[member.value])
      }
    }
    for next in rest {
      begin(next.key, &output)
      output.append(contentsOf: next.value)
    }
    output.append(UInt8(ascii: "}"))
  }

  private func isReplaced(_ key: String, by additions: [(key: String, value: [UInt8])]) -> Bool {
    additions.contains { $0.key == key }
  }

  /// Go sorts the keys of maps by their bytes.
  private static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }
}
