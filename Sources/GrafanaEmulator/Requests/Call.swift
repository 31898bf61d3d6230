internal import Documents
internal import HTTPServer

/// One request as an endpoint sees it: routed, authenticated, its body read.
struct Call: Sendable {
  let request: ServerRequest
  let parameters: PathParameters
  let caller: Caller
  let lens: Lens
  let body: RequestBody

  /// A part of the path.
  subscript(name: String) -> String { parameters[name] }

  /// The first value of a name in the query.
  func query(_ name: String) -> String? { request.query[name] }

  /// All values of a name in the query.
  func queryValues(_ name: String) -> [String] { request.query.values(of: name) }

  func header(_ name: String) -> String? { request.headers[name] }

  /// A number in the query, a million at most; `fallback` where there is none, or something else, or one below 1.
  func count(_ name: String, fallback: Int) -> Int {
    guard let number = query(name).flatMap({ Int($0) }), number > 0 else { return fallback }
    return min(number, 1_000_000)
  }
}
