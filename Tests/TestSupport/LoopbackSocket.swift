import Glibc
import Platform

/// TCP sockets of the loopback addresses 127.0.0.x. No child process inherits them.
enum LoopbackSocket {
  /// A socket with a port of its own that does not listen yet.
  ///
  /// - Parameter isReusable: whether a server that sets SO_REUSEADDR can have the same port.
  static func bound(host: UInt8 = 1, isReusable: Bool = false) throws -> (descriptor: Int32, port: Int) {
    let descriptor = made()
    var one: Int32 = 1
    if isReusable {
      setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = address(port: 0, host: host)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
      }
    }
    guard code == 0 else { throw FileError("bind", "127.0.0.\(host)", .system(errno)) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A connected socket. The system answers for a listening server at once, and for a port without one as well.
  static func connected(to port: Int) throws -> Int32 {
    let descriptor = made()
    var address = address(port: port, host: 1)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code == 0 { return descriptor }
    let reason = errno
    close(descriptor)
    throw FileError("connect to", "127.0.0.1:\(port)", .system(reason))
  }

  /// Whether something takes connections at a path.
  static func isListening(at path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  private static func made() -> Int32 {
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  }

  private static func address(port: Int, host: UInt8) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = (0x7F00_0000 | UInt32(host)).bigEndian
    return address
  }
}
