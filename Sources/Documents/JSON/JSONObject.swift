/// The members of a JSON object in the order in which they were written, each name once.
public struct JSONObject: Sendable {
  /// A name and its value.
  public struct Member: Sendable {
    public let key: String
    public var value: JSON

    public init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }
  }

  public private(set) var members: [Member]

  public init() { members = [] }

  /// Later members with a name that is already there replace the earlier value.
  public init(_ pairs: some Sequence<(String, JSON)>) {
    members = []
    for (key, value) in pairs { self[key] = value }
  }

  /// The caller has made sure that no name stands twice.
  package init(uniqueMembers: [Member]) { members = uniqueMembers }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: [String] { members.map(\.key) }

  /// Reads a member, replaces it in its place, appends it, or removes it (nil).
  public subscript(key: String) -> JSON? {
    get { index(of: key).map { members[$0].value } }
    set {
      switch (index(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The members whose names pass.
  public func filter(_ isIncluded: (String) -> Bool) -> JSONObject {
    JSONObject(uniqueMembers: members.filter { isIncluded($0.key) })
  }

  /// The same names with other values.
  public func mapValues<Failure: Error>(_ transform: (JSON) throws(Failure) -> JSON) throws(Failure)
    -> JSONObject
  {
    var result = members
    for index in result.indices { result[index].value = try transform(result[index].value) }
    return JSONObject(uniqueMembers: result)
  }

  private func index(of key: String) -> Int? {
    members.firstIndex { $0.key.hasSameBytes(as: key) }
  }
}

extension JSONObject: Equatable {
  /// Members that stand in the same order are compared place by place; only others are searched for.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    var searched: [ByteKey: JSON]?
    for (one, other) in zip(left.members, right.members) {
      if searched == nil, one.key.hasSameBytes(as: other.key) {
        guard one.value == other.value else { return false }
        continue
      }
      let rest =
        searched
        ?? Dictionary(
          right.members.map { (ByteKey($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
      searched = rest
      guard let value = rest[ByteKey(one.key)], value == one.value else { return false }
    }
    return true
  }
}
