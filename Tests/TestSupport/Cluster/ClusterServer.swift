import Base
import Documents
import HTTPServer
import Synchronization

/// A stand-in for a Kubernetes API server: it keeps objects and who has which of their fields, and refuses every request
/// that a real one would refuse, so far as objects around Grafana Agents need it.
public final class ClusterServer: Sendable {
  /// A request as it came.
  public struct Request: Hashable, Sendable {
    public let method: String
    /// Without the query.
    public let path: String
    public let query: String

    /// Whether it changes something.
    public var isWrite: Bool { method != "GET" && !query.contains("dryRun=All") }
  }

  private final class Memory: Sendable {
    let state = Mutex(ClusterState())
  }

  private let memory = Memory()
  private let server: HTTPServer

  public init() throws {
    let memory = self.memory
    server = try HTTPServer { request in
      memory.state.withLock { state in
        state.requests.append(Request(method: request.method, path: request.rawPath, query: request.rawQuery))
        if !state.faults.isEmpty { return state.faults.removeFirst() }
        var response: ServerResponse
        do throws(ClusterAnswer) {
          response = try ClusterRequestAnswer(request: request).answer(&state)
        } catch {
          response = error.response
        }
        if state.cutsWrites, request.method != "GET" { response = .cutConnection }
        response.delay = state.holdsWrites && request.method != "GET" ? .seconds(3600) : state.delay
        return response
      }
    }
  }

  public var url: String { server.url }
  public func stop() { server.stop() }

  // MARK: Setting the scene

  public func add(namespace: String) { memory.state.withLock { _ = $0.namespaces.insert(namespace) } }

  /// Takes these tokens and no others.
  public func accept(tokens: Set<String>) { memory.state.withLock { $0.tokens = tokens } }

  /// - Parameter rules: verbs, resources and namespaces that nobody may: `patch secrets monitoring`.
  public func forbid(_ rules: String...) { memory.state.withLock { $0.forbidden = Set(rules) } }

  /// Answers the next requests so, in their order.
  public func answer(with faults: ServerResponse...) { memory.state.withLock { $0.faults = faults } }

  /// Holds every answer back.
  public func hang(_ delay: Duration) { memory.state.withLock { $0.delay = delay } }

  /// Pages of lists hold no more, whatever is asked for.
  public func limitPages(to count: Int) { memory.state.withLock { $0.pageLimit = count } }

  /// Does what writes ask for, and closes their connections instead of answering.
  public func cutWrites(_ cuts: Bool) { memory.state.withLock { $0.cutsWrites = cuts } }

  /// Does what writes ask for, and holds their answers back.
  public func holdWrites(_ holds: Bool) { memory.state.withLock { $0.holdsWrites = holds } }

  /// Refuses writes of an object of a name as a webhook does that says why.
  public func refuseWrites(of name: String, quoting text: String?) {
    memory.state.withLock { $0.quotes[name] = text }
  }

  /// All requests since the last call.
  public func takeRequests() -> [Request] {
    memory.state.withLock { state in
      defer { state.requests = [] }
      return state.requests
    }
  }

  // MARK: Acting behind the program's back

  /// `StatefulSet/monitoring/agent` of every object, sorted.
  public var objects: [String] {
    memory.state.withLock { state in
      state.store.objects.values.map { "\($0.schema.kind)/\($0.key.namespace)/\($0.key.name)" }.sorted()
    }
  }

  /// An object with all that the server adds; nil where it is not there.
  public func object(_ name: String) -> JSON? {
    memory.state.withLock { state in Self.key(name).flatMap { state.store.objects[$0]?.json() } }
  }

  /// The names of the managers that have a field.
  public func managers(of field: String, in name: String) -> [String] {
    memory.state.withLock { state in
      guard let key = Self.key(name), let stored = state.store.objects[key] else { return [] }
      return stored.managers.filter { $0.value.fields.contains { $0.text == field } }.map(\.key.name).sorted()
    }
  }

  /// Makes an object as `kubectl create` does.
  public func make(_ object: JSON, as manager: String = "kubectl-create") throws {
    try memory.state.withLock { state in
      let kind = object["kind"]?.stringValue ?? ""
      guard let schema = ClusterSchema.all.first(where: { $0.kind == kind }),
        let key = Self.key(
          "\(kind)/\(object["metadata"]?["namespace"]?.stringValue ?? "")/\(object["metadata"]?["name"]?.stringValue ?? "")"
        )
      else { throw ClusterAnswer.badRequest("no such kind") }
      _ = try state.store.create(object, at: key, schema, manager: manager)
    }
  }

  /// Changes an object as `kubectl edit` does.
  public func edit(
    _ name: String, as manager: String = "kubectl-edit", subresource: String = "", _ change: (JSON) -> JSON
  ) throws {
    try memory.state.withLock { state in
      guard let key = Self.key(name) else { throw ClusterAnswer.badRequest("no such kind") }
      _ = try state.store.update(key, manager: manager, subresource: subresource, change)
    }
  }

  public func delete(_ name: String) throws {
    try memory.state.withLock { state in
      guard let key = Self.key(name) else { throw ClusterAnswer.badRequest("no such kind") }
      try state.store.delete(key, uid: nil)
    }
  }

  /// Forgets who has which fields of an object.
  public func forgetManagers(of name: String) {
    memory.state.withLock { state in Self.key(name).map { state.store.forgetManagers(of: $0) } }
  }

  private static func key(_ name: String) -> ClusterObjectStore.Key? {
    let parts = name.split(separator: "/").map(String.init)
    guard parts.count == 3, let schema = ClusterSchema.all.first(where: { $0.kind == parts[0] }) else {
      return nil
    }
    return ClusterObjectStore.Key(resource: schema.resource, namespace: parts[1], name: parts[2])
  }
}
