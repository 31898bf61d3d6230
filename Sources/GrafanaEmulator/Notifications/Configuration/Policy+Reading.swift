internal import Documents

extension Policy {
  /// All labels at once.
  private static let everyLabel = "..."
  /// Deeper trees are no trees that somebody wrote.
  private static let depthLimit = 100

  /// Reads a tree as a client sends it. Unknown members are dropped; what cannot be read is a bad request.
  init(_ value: JSON, depth: Int = 0) throws(Refusal) {
    guard let object = value.objectValue, depth < Self.depthLimit else { throw Refusal.badRequest }
    self.init(receiver: try Self.text(object, "receiver"))
    groupBy = try Self.texts(object, "group_by")
    match = try Self.labels(object, "match")
    matchPatterns = try Self.labels(object, "match_re")
    for member in matchPatterns.members where !LabelMatcher.isPattern(member.value.stringValue ?? "") {
      throw Refusal.badRequest
    }
    guard let texts = LabelMatcher.texts(object["matchers"]),
      let lists = LabelMatcher.list(object["object_matchers"])
    else { throw Refusal.badRequest }
    textMatchers = texts
    matchers = lists
    muteTimeIntervals = try Self.texts(object, "mute_time_intervals") ?? []
    activeTimeIntervals = try Self.texts(object, "active_time_intervals") ?? []
    continues = try Self.flag(object, "continue")
    groupWait = try Self.duration(object, "group_wait")
    groupInterval = try Self.duration(object, "group_interval")
    repeatInterval = try Self.duration(object, "repeat_interval")
    for child in try Self.list(object, "routes") ?? [] {
      policies.append(try Policy(child, depth: depth + 1))
    }
  }

  /// What every tree must keep to; the client only learns that its request is bad.
  func checkRoot(_ lens: NotificationLens) throws(Refusal) {
    let hasMatchers = lens.refusesRootMatchers ? hasMatchers : !match.isEmpty || !matchPatterns.isEmpty
    guard !receiver.isEmpty, !hasMatchers, muteTimeIntervals.isEmpty, activeTimeIntervals.isEmpty else {
      throw Refusal.badRequest
    }
    for policy in all { try policy.check() }
  }

  private func check() throws(Refusal) {
    let labels = groupBy ?? []
    guard !labels.contains(Self.everyLabel) || labels.allSatisfy({ $0 == Self.everyLabel }),
      labels.contains(Self.everyLabel) || Set(labels).count == labels.count,
      groupInterval?.milliseconds != 0, repeatInterval?.milliseconds != 0
    else { throw Refusal.badRequest }
  }

  private static func text(_ object: JSONObject, _ key: String) throws(Refusal) -> String {
    guard let value = object[key], !value.isNull else { return "" }
    guard let text = value.stringValue else { throw Refusal.badRequest }
    return text
  }

  private static func flag(_ object: JSONObject, _ key: String) throws(Refusal) -> Bool {
    guard let value = object[key], !value.isNull else { return false }
    guard let flag = value.boolValue else { throw Refusal.badRequest }
    return flag
  }

  private static func list(_ object: JSONObject, _ key: String) throws(Refusal) -> [JSON]? {
    guard let value = object[key], !value.isNull else { return nil }
    guard let list = value.arrayValue else { throw Refusal.badRequest }
    return list
  }

  private static func texts(_ object: JSONObject, _ key: String) throws(Refusal) -> [String]? {
    guard let list = try list(object, key) else { return nil }
    let texts = list.compactMap(\.stringValue)
    guard texts.count == list.count else { throw Refusal.badRequest }
    return texts
  }

  private static func labels(_ object: JSONObject, _ key: String) throws(Refusal) -> JSONObject {
    guard let value = object[key], !value.isNull else { return JSONObject() }
    guard let labels = value.objectValue, labels.members.allSatisfy({ $0.value.stringValue != nil }) else {
      throw Refusal.badRequest
    }
    return labels.sorted
  }

  private static func duration(_ object: JSONObject, _ key: String) throws(Refusal) -> PolicyDuration? {
    guard let value = object[key], !value.isNull else { return nil }
    guard let duration = value.stringValue.flatMap(PolicyDuration.init) else { throw Refusal.badRequest }
    return duration
  }
}
