import Base
import Documents
import Grafana
import Render

/// One write of a group of alert rules.
struct AlertRuleGroupWrite {
  private let session: GrafanaSession
  private let folderUID: String
  private let name: String
  private let isEditable: Bool
  private let model: JSONObject
  private let rules: [JSONObject]
  private let stored: [JSONObject]
  private let handsOver: Set<String>

  init(
    _ body: DocumentBody, _ place: DocumentPlace, over stored: StoredDocument?, _ session: GrafanaSession
  ) {
    self.session = session
    (folderUID, name) = place.key.place
    isEditable = body.isEditable ?? false
    model = body.model
    rules = Self.rules(of: .object(body.model))
    self.stored = stored.map { Self.rules(of: $0.content) } ?? []
    handsOver = place.handsOver
  }

  private static func rules(of group: JSON) -> [JSONObject] {
    (group["rules"]?.arrayValue ?? []).compactMap(\.objectValue)
  }

  /// A stored rule without what servers count.
  static func writable(_ rule: JSONObject) -> JSONObject {
    let readOnly: Set<String> = ["id", "updated", "orgID", "provenance"]
    return rule.filter { !readOnly.contains($0) }
  }

  /// Members that not every version has.
  private static let newer = [
    "isPaused", "keep_firing_for", "missingSeriesEvalsToResolve", "notification_settings", "record",
  ]

  /// Something is in it that a server may drop without a word.
  var needsReading: Bool { rules.contains { rule in Self.newer.contains { rule[$0] != nil } } }

  /// - Parameter addsRules: a group with a rule that is not there yet is refused as a whole (before 11.6), so new rules are
  ///   added one by one first.
  func perform(addsRules: Bool) async throws(GrafanaError) {
    // The rules that can be taken back with nothing lost: once an old rule is gone, a new one may be all there is.
    var added: [String] = []
    do throws(GrafanaError) {
      if addsRules {
        try await addNew(&added)
        if !retitled.isEmpty {
          try await put(rules.map { retitled.contains($0.uid ?? "") ? $0.renamed : $0 })
          added = []
        }
      }
      try await put(rules)
    } catch {
      // Half a group is nobody's wish. After an answer that was lost the group may be there: the next try looks.
      if !error.isPassing { for uid in added { try? await session.deleteRule(uid) } }
      throw error
    }
  }

  private func put(_ rules: [JSONObject]) async throws(GrafanaError) {
    var group = model
    group["title"] = .string(name)
    group["folderUid"] = .string(folderUID)
    let leaving = stored.filter { rule in rule.uid.map(handsOver.contains) ?? false }
    group["rules"] = .array((rules + leaving.map(Self.writable)).map { .object($0) })
    try await session.putRuleGroup(group, name: name, inFolder: folderUID, isEditable: isEditable)
  }

  /// The other rule of the group that has the title which a rule is to get: servers that add rules one by one also have
  /// each title once in a folder.
  private func holder(of rule: JSONObject) -> String? {
    stored.first { $0["title"] == rule["title"] && $0.uid != rule.uid }?.uid
  }

  /// Rules that are there and get a title which another one gives up by the same write: they have a passing one between.
  private var retitled: Set<String> {
    let known = Set(stored.compactMap(\.uid))
    return Set(rules.filter { holder(of: $0) != nil }.compactMap(\.uid)).intersection(known)
  }

  /// A rule of another group moves here with the group; only what is nowhere is added.
  private func addNew(_ added: inout [String]) async throws(GrafanaError) {
    let known = Set(stored.compactMap(\.uid))
    let wanted = Set(rules.compactMap(\.uid))
    var freed: [String] = []
    for rule in rules {
      guard let uid = rule.uid, !known.contains(uid) else { continue }
      var rule = rule
      rule["folderUID"] = .string(folderUID)
      rule["ruleGroup"] = .string(name)
      // The new rule gets its title when the group is put, after the old one is gone.
      if let holder = holder(of: rule) {
        rule = rule.renamed
        if !wanted.contains(holder), !handsOver.contains(holder) { freed.append(holder) }
      }
      do throws(GrafanaError) {
        try await session.addRule(rule, isEditable: isEditable)
        added.append(uid)
      } catch {
        // One text for a taken uid and for a taken title: with the uid there, the group may take the rule over.
        guard error.message.lowercased().contains("conflicting alert rule"), try await session.hasRule(uid)
        else {
          throw error
        }
      }
    }
    for uid in freed {
      try await session.deleteRule(uid)
      added = []
    }
  }
}

extension JSONObject {
  fileprivate var uid: String? { self["uid"]?.stringValue }

  /// With a title that no other rule has.
  fileprivate var renamed: JSONObject {
    var rule = self
    rule["title"] = .string("sluice \(uid ?? "")")
    return rule
  }
}
