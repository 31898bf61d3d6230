import Documents
import HTTP

/// What requests cost, added up and told.
enum RequestCost {
  static func sum(_ costs: [RequestMeter.Reading]) -> RequestMeter.Reading {
    var sum = RequestMeter.Reading()
    for cost in costs {
      sum.requests += cost.requests
      sum.writes += cost.writes
      sum.bytesSent += cost.bytesSent
      sum.bytesReceived += cost.bytesReceived
    }
    return sum
  }

  static func json(_ cost: RequestMeter.Reading) -> JSON {
    .object(
      JSONObject([
        ("requests", .number(JSONNumber(cost.requests))), ("writes", .number(JSONNumber(cost.writes))),
        ("bytesSent", .number(JSONNumber(cost.bytesSent))),
        ("bytesReceived", .number(JSONNumber(cost.bytesReceived))),
      ]))
  }
}
