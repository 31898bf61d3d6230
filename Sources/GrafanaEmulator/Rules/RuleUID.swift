/// The uids that a client chooses for rules, where they are looked at [12.4 alert_rules: bad-long-uid, bad-bad-uid].
enum RuleUID {
  /// What is wrong with a uid; nil where it may be used, as an empty one may.
  static func problem(of uid: String) -> String? {
    if uid.utf8.count > ObjectUID.limit { return "UID is longer than \(ObjectUID.limit) symbols" }
    return ObjectUID.problem(of: uid) == nil
      ? nil : "invalid format of UID. Only letters, numbers, '-' and '_' are allowed"
  }
}
