internal import Documents

/// A link from the results of one data source to a query of another.
struct CorrelationRecord: Sendable {
  let uid: String
  let sourceUID: String
  /// Nil for a link to an address.
  let targetUID: String?
  var label: String
  var description: String
  var type: String
  /// `field`, `target` and, where given, `transformations`.
  var configuration: JSONObject
}
