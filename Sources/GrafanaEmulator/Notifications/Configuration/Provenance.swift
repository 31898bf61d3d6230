/// Through what an object of alerting was made.
enum Provenance: String, Sendable {
  case none = ""
  case api
}

/// What a provenance is kept for. It is kept apart from the configuration and outlives its reset [12.4 policies:
/// get-after-whole-reset].
enum ProvenanceKey: Hashable, Sendable {
  /// One integration, by uid.
  case contactPoint(String)
  case policies
  case timeInterval(String)
  case template(String)
}
