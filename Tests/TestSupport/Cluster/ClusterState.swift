import HTTPServer

/// What a stand-in API server has, and how it is set to behave.
struct ClusterState: Sendable {
  var store = ClusterObjectStore()
  var namespaces: Set<String> = ["default", "monitoring"]
  var tokens: Set<String> = ["let-me-in"]
  /// `patch secrets monitoring`
  var forbidden: Set<String> = []
  var requests: [ClusterServer.Request] = []
  var faults: [ServerResponse] = []
  var delay = Duration.zero
  var pageLimit = 500
  var cutsWrites = false
  var holdsWrites = false
  /// What writes of an object are refused with, by its name.
  var quotes: [String: String] = [:]
}
