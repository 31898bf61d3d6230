internal import Base
internal import HTTPServer
internal import Platform
internal import Synchronization

/// Takes a request from its first line to its answer: faults, credentials, route, role, endpoint.
final class Dispatcher: Sendable {
  let lens: Lens
  private let routes: RouteTable
  private let workspace: Mutex<Workspace>
  let log = RequestLog()
  let faults: FaultInjector

  /// Answers of this many bytes are compressed on `/apis` for clients that take gzip: the threshold of Kubernetes.
  private static let compressionThreshold = 128 << 10

  init(lens: Lens, adminPassword: SecretValue, faults: FaultPlan) {
    self.lens = lens
    routes = RouteTable(lens)
    workspace = Mutex(Workspace(lens: lens, adminPassword: adminPassword))
    self.faults = FaultInjector(faults)
  }

  /// A request from the network.
  func respond(to request: ServerRequest) -> ServerResponse {
    let fault = faults.fault(for: request)
    var response: ServerResponse
    if let fault, !fault.reachesEndpoint, let answer = fault.answer(lens) {
      response = answer
    } else {
      response = perform(request, as: nil)
      if let answer = fault?.answer(lens) { response = answer }
    }
    if let latency = fault?.latency { response.delay = latency }
    log.add(request, response)
    return response
  }

  /// Runs a request, from the network or from a test on behalf of a user.
  func perform(_ request: ServerRequest, as caller: Caller?) -> ServerResponse {
    do throws(Refusal) {
      return try answer(request, caller).response(lens)
    } catch {
      return error.answer(lens).response(lens)
    }
  }

  /// Looks at the workspace or changes it, in place of a request.
  func withWorkspace<Result: Sendable>(_ body: (inout Workspace) -> Result) -> Result {
    workspace.withLock { workspace -> Result in body(&workspace) }
  }

  private func answer(_ request: ServerRequest, _ known: Caller?) throws(Refusal) -> Answer {
    guard request.segments.first?.isEmpty != true else { throw Refusal.page }
    let found = routes.route(request)
    var caller = known
    if caller == nil, found?.0.access.needsSignIn ?? true {
      caller = try workspace.withLock { (workspace: inout Workspace) throws(Refusal) -> Caller? in
        try Authenticator.caller(of: request, in: &workspace)
      }
    }
    guard let (route, parameters) = found else {
      guard caller != nil else { throw Refusal.credentials(.missing) }
      return try missing(request)
    }
    guard let caller = caller ?? (route.access.needsSignIn ? nil : .nobody) else {
      throw refusalOfUnsigned(route.access)
    }
    try route.access.check(caller, lens)
    // Reading the body costs the most and needs nothing of the workspace.
    let call = Call(
      request: request, parameters: parameters, caller: caller, lens: lens, body: RequestBody(request))
    let answer = try workspace.withLock { (workspace: inout Workspace) throws(Refusal) -> Answer in
      try route.endpoint(call, &workspace)
    }
    return compressed(answer, request)
  }

  private func refusalOfUnsigned(_ access: Access) -> Refusal {
    if lens.accounts.unsignedRequestsReachPermissions, access.checksPermissionsOnly,
      let name = access.permission
    {
      return .denied(name)
    }
    return .credentials(.missing)
  }

  /// Below `/apis` the Kubernetes server answers, which has its own text. What does not begin like the API is a page of
  /// the web application [recordings: kubernetes_apis, openapi].
  private func missing(_ request: ServerRequest) throws(Refusal) -> Answer {
    guard request.segments.first?.hasPrefix("api") ?? false else { throw Refusal.page }
    if lens.hasKubernetesAPI, request.segments.first == "apis" {
      return .text("404 page not found\n", status: 404)
    }
    throw Refusal.noRoute
  }

  private func compressed(_ answer: Answer, _ request: ServerRequest) -> Answer {
    guard request.segments.first == "apis", request.headers["Accept-Encoding"]?.contains("gzip") ?? false
    else {
      return answer
    }
    let bytes = answer.bodyBytes
    guard bytes.count >= Self.compressionThreshold, let packed = try? Gzip.compress(bytes) else {
      return answer
    }
    var result = answer
    result.body = .bytes(packed)
    result.headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    return result
  }
}
