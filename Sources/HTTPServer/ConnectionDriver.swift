internal import CMicroHTTPD
internal import CShims
import Dispatch
import Glibc

/// Turns the library's calls into one call of the handler a request.
final class ConnectionDriver: Sendable {
  private let handler: HTTPHandler
  private let bodyLimit: Int
  let delays = DelayedConnections()
  let deadlines: RequestDeadlines?
  /// Requests that were read and are not answered yet.
  let inFlight = DispatchGroup()

  init(bodyLimit: Int, deadlines: RequestDeadlines?, handler: @escaping HTTPHandler) {
    self.bodyLimit = bodyLimit
    self.deadlines = deadlines
    self.handler = handler
  }

  /// The library calls this first with nothing, then with each piece of the body, then with nothing again, and once
  /// more after a rest. False cuts the connection.
  func access(
    _ connection: OpaquePointer, method: String, piece: UnsafeRawBufferPointer, request: PendingRequest
  ) -> Bool {
    guard request.isAccepted else {
      request.isAccepted = true
      inFlight.enter()
      return true
    }
    guard piece.isEmpty else { return take(piece, request) }
    if let response = request.delayed {
      return delays.isClosed ? false : deliver(response, on: connection)
    }
    let response = answer(connection, method: method, request)
    guard response.delay > .zero else { return deliver(response, on: connection) }
    request.delayed = response
    delays.rest(connection, for: response.delay)
    return true
  }

  func complete(_ request: PendingRequest) {
    if request.isAccepted { inFlight.leave() }
  }

  /// A body over the limit is read on and thrown away, since a client that is still sending does not hear the
  /// refusal; one that is very much over it is cut.
  private func take(_ piece: UnsafeRawBufferPointer, _ request: PendingRequest) -> Bool {
    request.receivedBytes += piece.count
    if request.receivedBytes <= bodyLimit {
      request.body.append(contentsOf: piece)
      return true
    }
    request.isTooLarge = true
    request.body = []
    return request.receivedBytes / 16 <= bodyLimit
  }

  private func answer(
    _ connection: OpaquePointer, method: String, _ request: PendingRequest
  ) -> ServerResponse {
    if request.isTooLarge {
      return .text("the body is longer than \(bodyLimit) bytes\n", status: 413)
    }
    let body = request.body
    request.body = []
    return handler(
      ServerRequest(
        method: method, target: request.target, headers: headers(of: connection), body: body))
  }

  private func deliver(_ response: ServerResponse, on connection: OpaquePointer) -> Bool {
    if response.cutsConnection { return false }
    let message = response.body.withUnsafeBytes { sluice_mhd_response($0.baseAddress, $0.count) }
    guard let message else { return false }
    defer { MHD_destroy_response(message) }
    for field in response.headers.fields {
      // The library refuses an empty value; a blank goes out as one.
      _ = MHD_add_response_header(message, field.name, field.value.isEmpty ? " " : field.value)
    }
    return sluice_mhd_queue(connection, UInt32(response.status), message) != 0
  }

  private func headers(of connection: OpaquePointer) -> HeaderFields {
    var headers = HeaderFields()
    withUnsafeMutablePointer(to: &headers) { headers in
      sluice_mhd_each_header(connection, headers) { context, name, value in
        guard let context, let name, let value else { return }
        context.assumingMemoryBound(to: HeaderFields.self).pointee
          .add(String(cString: name), String(cString: value))
      }
    }
    return headers
  }
}

/// The library's entry points. They stand outside of any isolated code: a C callback that the compiler takes for
/// main-actor isolated ends the program when a foreign thread calls it.
enum ConnectionCallbacks {
  static func make(for driver: ConnectionDriver) -> sluice_mhd_callbacks {
    sluice_mhd_callbacks(
      context: Unmanaged.passUnretained(driver).toOpaque(),
      begin: { _, target in
        let request = PendingRequest(target: target.map { String(cString: $0) } ?? "")
        return Unmanaged.passRetained(request).toOpaque()
      },
      access: { context, connection, method, piece, size, request in
        guard let context, let connection, let method, let size, let request else { return 0 }
        let driver = Unmanaged<ConnectionDriver>.fromOpaque(context).takeUnretainedValue()
        let pending = Unmanaged<PendingRequest>.fromOpaque(request).takeUnretainedValue()
        let bytes = UnsafeRawBufferPointer(start: piece, count: size.pointee)
        let goesOn = driver.access(
          connection, method: String(cString: method), piece: bytes, request: pending)
        size.pointee = 0
        return goesOn ? 1 : 0
      },
      complete: { context, socket, request in
        guard let context, let request else { return }
        let driver = Unmanaged<ConnectionDriver>.fromOpaque(context).takeUnretainedValue()
        driver.deadlines?.answered(socket)
        driver.complete(Unmanaged<PendingRequest>.fromOpaque(request).takeRetainedValue())
      },
      connected: { context, socket, isOpen in
        guard let context else { return }
        let driver = Unmanaged<ConnectionDriver>.fromOpaque(context).takeUnretainedValue()
        if isOpen != 0 { driver.deadlines?.opened(socket) } else { driver.deadlines?.closed(socket) }
      })
  }
}
