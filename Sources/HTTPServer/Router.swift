/// Finds what is to be done for a method and a path.
///
/// A pattern is a path such as `/api/folders/:uid/permissions`: `:name` stands for one part, `*name` at the end for
/// all parts that are left (one at least). A part that is written out comes before a named one.
public struct Router<Endpoint: Sendable>: Sendable {
  /// What a path leads to.
  public enum Match: Sendable {
    case found(Endpoint, PathParameters)
    /// The path is known, for these methods only.
    case otherMethods([String])
    case notFound
  }

  private struct Route: Sendable {
    let endpoint: Endpoint
    let names: [String]
  }

  /// A place in the tree of patterns; children are places in `nodes`.
  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var named: Int?
    var rest: Int?
    var routes: [String: Route] = [:]
  }

  private var nodes = [Node()]

  public init() {}

  /// Later routes replace earlier ones of the same method and pattern.
  public mutating func add(_ method: String, _ pattern: String, _ endpoint: Endpoint) {
    var place = 0
    var names: [String] = []
    for part in pattern.split(separator: "/") {
      if part.hasPrefix(":") {
        names.append(String(part.dropFirst()))
        place = child(at: place, \.named)
      } else if part.hasPrefix("*") {
        names.append(String(part.dropFirst()))
        place = child(at: place, \.rest)
      } else {
        place = child(at: place, \.literals[String(part)])
      }
    }
    nodes[place].routes[method] = Route(endpoint: endpoint, names: names)
  }

  /// Looks a path up by its decoded parts.
  public func match(_ method: String, _ segments: [String]) -> Match {
    var search = Search(method: method)
    if let found = find(from: 0, segments[...], &search) { return found }
    return search.otherMethods.isEmpty ? .notFound : .otherMethods(search.otherMethods.sorted())
  }

  private mutating func child(at place: Int, _ link: WritableKeyPath<Node, Int?>) -> Int {
    if let next = nodes[place][keyPath: link] { return next }
    nodes.append(Node())
    nodes[place][keyPath: link] = nodes.count - 1
    return nodes.count - 1
  }

  private struct Search {
    let method: String
    var values: [String] = []
    var otherMethods: Set<String> = []
  }

  private func find(from place: Int, _ segments: ArraySlice<String>, _ search: inout Search) -> Match? {
    let node = nodes[place]
    guard let part = segments.first else { return end(at: node, &search) }
    let left = segments.dropFirst()
    if let next = node.literals[part], let found = find(from: next, left, &search) { return found }
    guard !part.isEmpty else { return nil }
    if let next = node.named {
      search.values.append(part)
      if let found = find(from: next, left, &search) { return found }
      search.values.removeLast()
    }
    guard let next = node.rest else { return nil }
    search.values.append(segments.joined(separator: "/"))
    defer { search.values.removeLast() }
    return end(at: nodes[next], &search)
  }

  private func end(at node: Node, _ search: inout Search) -> Match? {
    if let route = node.routes[search.method] {
      return .found(route.endpoint, PathParameters(names: route.names, values: search.values))
    }
    search.otherMethods.formUnion(node.routes.keys)
    return nil
  }
}
