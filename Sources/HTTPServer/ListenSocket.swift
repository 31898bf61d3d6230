import Glibc

/// A listening TCP socket, made here and not by the library so that an error has its reason.
struct ListenSocket {
  let descriptor: Int32
  /// With the port that the system chose.
  let address: ListenAddress

  /// Binds and listens. The caller owns the descriptor.
  static func open(_ address: ListenAddress) throws(HTTPServerError) -> ListenSocket {
    let target = try resolve(address)
    defer { freeaddrinfo(target) }
    let family = target.pointee.ai_family
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure(address) }
    do throws(HTTPServerError) {
      var on: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
      if family == AF_INET6 {
        setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size))
      }
      guard bind(descriptor, target.pointee.ai_addr, target.pointee.ai_addrlen) == 0,
        listen(descriptor, 512) == 0
      else { throw failure(address) }
      let port = try boundPort(of: descriptor, address)
      return ListenSocket(descriptor: descriptor, address: ListenAddress(host: address.host, port: port))
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func resolve(_ address: ListenAddress) throws(HTTPServerError)
    -> UnsafeMutablePointer<addrinfo>
  {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let host = address.host == "localhost" ? "127.0.0.1" : address.host
    guard getaddrinfo(host, String(address.port), &hints, &found) == 0, let found else {
      throw HTTPServerError(address: address, reason: .notAnAddress)
    }
    return found
  }

  private static func boundPort(
    of descriptor: Int32, _ address: ListenAddress
  ) throws(HTTPServerError) -> UInt16 {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let done = withUnsafeMutablePointer(to: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard done == 0 else { throw failure(address) }
    return withUnsafeBytes(of: &storage) { bytes in
      // The port stands at the same place in both families, in network order.
      UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    }
  }

  private static func failure(_ address: ListenAddress) -> HTTPServerError {
    let reason: HTTPServerError.Reason =
      switch errno {
      case EADDRINUSE: .addressInUse
      case EADDRNOTAVAIL: .addressNotOfThisMachine
      case EACCES: .portNeedsPrivilege
      default: .other(String(cString: strerror(errno)))
      }
    return HTTPServerError(address: address, reason: reason)
  }
}
