internal import Documents

/// A policy of the tree that leads alerts to receivers.
struct Policy: Sendable, Equatable {
  var receiver = ""
  /// Nil where the client sent none.
  var groupBy: [String]?
  /// Labels and values, in the oldest form; empty where there are none.
  var match = JSONObject()
  /// The same with patterns.
  var matchPatterns = JSONObject()
  /// Sent as texts.
  var textMatchers: [LabelMatcher] = []
  /// Sent as lists of three.
  var matchers: [LabelMatcher] = []
  var muteTimeIntervals: [String] = []
  var activeTimeIntervals: [String] = []
  var continues = false
  var groupWait: PolicyDuration?
  var groupInterval: PolicyDuration?
  var repeatInterval: PolicyDuration?
  var policies: [Policy] = []

  init(receiver: String, groupBy: [String]? = nil, matchers: [LabelMatcher] = [], policies: [Policy] = []) {
    self.receiver = receiver
    self.groupBy = groupBy
    self.matchers = matchers
    self.policies = policies
  }

  var hasMatchers: Bool {
    !match.isEmpty || !matchPatterns.isEmpty || !textMatchers.isEmpty || !matchers.isEmpty
  }

  /// This one and all below it.
  var all: [Policy] { [self] + policies.flatMap(\.all) }

  func uses(receiver name: String) -> Bool { all.contains { $0.receiver == name } }

  func uses(timeInterval name: String) -> Bool {
    all.contains { $0.muteTimeIntervals.contains(name) || $0.activeTimeIntervals.contains(name) }
  }

  mutating func rename(receiver old: String, to new: String) {
    if receiver == old { receiver = new }
    for index in policies.indices { policies[index].rename(receiver: old, to: new) }
  }

  mutating func rename(timeInterval old: String, to new: String) {
    muteTimeIntervals = muteTimeIntervals.map { $0 == old ? new : $0 }
    activeTimeIntervals = activeTimeIntervals.map { $0 == old ? new : $0 }
    for index in policies.indices { policies[index].rename(timeInterval: old, to: new) }
  }

  /// In the order of Go's fields; what is empty is left out.
  /// - Parameter provenance: of the root, where it is shown.
  func json(provenance: Provenance = .none) -> JSON {
    var object = JSONObject()
    if !receiver.isEmpty { object["receiver"] = JSON(receiver) }
    if let groupBy, !groupBy.isEmpty { object["group_by"] = JSON(texts: groupBy) }
    if !match.isEmpty { object["match"] = .object(match) }
    if !matchPatterns.isEmpty { object["match_re"] = .object(matchPatterns) }
    if !textMatchers.isEmpty { object["matchers"] = JSON(texts: textMatchers.map(\.text)) }
    if !matchers.isEmpty { object["object_matchers"] = .array(matchers.map(\.listed)) }
    if !muteTimeIntervals.isEmpty { object["mute_time_intervals"] = JSON(texts: muteTimeIntervals) }
    if !activeTimeIntervals.isEmpty { object["active_time_intervals"] = JSON(texts: activeTimeIntervals) }
    if continues { object["continue"] = true }
    if !policies.isEmpty { object["routes"] = .array(policies.map { $0.json() }) }
    if let groupWait { object["group_wait"] = JSON(groupWait.text) }
    if let groupInterval { object["group_interval"] = JSON(groupInterval.text) }
    if let repeatInterval { object["repeat_interval"] = JSON(repeatInterval.text) }
    if provenance != .none { object["provenance"] = JSON(provenance.rawValue) }
    return .object(object)
  }
}

extension JSON {
  init(texts: [String]) { self = .array(texts.map { .string($0) }) }
}
