internal import Documents

/// A dashboard as it was, kept for a while.
struct SnapshotRecord: NumberedRow {
  let id: Int
  let name: String
  let key: String
  let deleteKey: String
  let dashboard: JSONObject
  let created: Moment
  let expires: Moment
  /// The account that made it.
  let personID: Int

  /// Where no life is asked for.
  static let longestLife = 50 * 365 * 24 * 3600
}
