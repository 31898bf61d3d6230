import Apply
import Base
import Documents
import Platform

/// What one cycle did to the targets for one commit, or, summed up, what several did.
public struct NoteEntry: Hashable, Sendable {
  public let environment: String
  public let state: CycleState
  /// When the cycle began; for summed up ones, when the last of them did.
  public let at: Timestamp
  /// How many cycles are summed up; 0 for one cycle told in full.
  public let summedUp: Int
  public let objects: [NotedObject]
  /// What was held back, failed or waits; of many the first ones.
  public let errors: [NotedError]

  init(
    environment: String, state: CycleState, at: Timestamp, summedUp: Int, objects: [NotedObject],
    errors: [NotedError]
  ) {
    self.environment = environment
    self.state = state
    self.at = at
    self.summedUp = summedUp
    self.objects = objects
    self.errors = errors
  }

  public init(_ report: CycleReport) {
    self.init(
      environment: report.environment, state: report.state, at: report.started, summedUp: 0,
      objects: report.targets.flatMap { target in
        target.outcomes.compactMap { NotedObject($0, target: target.name) }
      }, errors: NotedError.all(in: report))
  }
}

extension NoteEntry {
  /// Above this many bytes the objects of an entry are packed.
  private static let packingSize = 128 << 10
  /// An entry never unpacks to more.
  private static let unpackingLimit = 256 << 20

  /// The members of the JSON line that every entry ends with; `facts` are those that only people and other programs
  /// read.
  func json(facts: [(String, JSON?)] = []) -> JSON {

    let first: [(String, JSON?)] = [
      ("version", 1), ("state", .string(state.rawValue)), ("environment", .string(environment)),
      ("at", .string(at.precise)), ("summedUp", summedUp > 0 ? .whole(summedUp) : nil),
    ]
    let last: [(String, JSON?)] = [("errors", errors.isEmpty ? nil : .array(errors.map(\.json)))]
    return ActionJSON.object(first + facts + [objectsMember] + last)
  }

  /// `objects`, or `packedObjects`: the same list, gzip and base64.
  private var objectsMember: (String, JSON?) {
    let list = JSON.array(objects.map(\.json))
    let bytes = JSONWriter.bytes(list)
    guard bytes.count > Self.packingSize, let packed = try? Gzip.compress(bytes) else {
      return ("objects", list)
    }
    return ("packedObjects", .string(Base64.encode(packed)))
  }

  /// Nil where the document is not an entry of this version.
  init?(_ json: JSON) {
    guard json["version"]?.intValue == 1, let environment = json["environment"]?.stringValue,
      let state = json["state"]?.stringValue.flatMap(CycleState.init(rawValue:)),
      let at = json["at"]?.stringValue.flatMap({ Timestamp($0) }), let list = Self.unpacked(json)
    else { return nil }
    let objects = list.compactMap { NotedObject($0) }
    // An entry that is not understood whole is left as it is rather than rewritten without a part.
    guard objects.count == list.count else { return nil }
    self.init(
      environment: environment, state: state, at: at, summedUp: json["summedUp"]?.intValue ?? 0,
      objects: objects, errors: (json["errors"]?.arrayValue ?? []).compactMap { NotedError($0) })
  }

  private static func unpacked(_ json: JSON) -> [JSON]? {
    guard let text = json["packedObjects"]?.stringValue else { return json["objects"]?.arrayValue }
    guard let packed = Base64.decode(text),
      let bytes = try? Gzip.decompress(packed, limit: unpackingLimit),
      let list = try? JSONParser.parse(bytes, options: .lenient)
    else { return nil }
    return list.arrayValue
  }
}
