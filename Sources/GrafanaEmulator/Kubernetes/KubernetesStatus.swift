internal import Documents

/// The answer to a Kubernetes-style request that failed, or that has nothing else to say.
struct KubernetesStatus: Sendable {
  let code: Int
  let message: String
  /// Absent for errors that Grafana does not classify.
  var reason: String?
  var details: JSONObject?

  var json: JSON {
    var object = JSONObject(members: [
      ("kind", "Status"), ("apiVersion", "v1"), ("metadata", [:]), ("status", "Failure"),
      ("message", .string(message)),
    ])
    if let reason { object["reason"] = .string(reason) }
    if let details { object["details"] = .object(details) }
    object["code"] = .number(JSONNumber(code))
    return .object(object)
  }
}
