import Glibc

/// Tells systemd how the service is (sd_notify(3)): one datagram to the socket that `NOTIFY_SOCKET` names.
public enum SystemdNotification: String, Sendable {
  case ready = "READY=1"
  case stopping = "STOPPING=1"

  /// Sends it; false where no service manager asked for it, or where it does not listen.
  ///
  /// - Parameter address: a path, or an abstract name that begins with `@`; nil takes the environment's.
  @discardableResult
  public func send(to address: String? = nil) -> Bool {
    guard let name = address ?? getenv("NOTIFY_SOCKET").map({ String(cString: $0) }),
      name.hasPrefix("/") || name.hasPrefix("@"),
      let (target, length) = SystemdNotification.socketAddress(name)
    else { return false }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let message = Array(rawValue.utf8)
    let sent = withUnsafePointer(to: target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
    return sent == message.count
  }

  private static func socketAddress(_ name: String) -> (sockaddr_un, socklen_t)? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    // unix(7): an abstract name begins with a zero byte, and its length counts.
    if bytes[0] == 0x40 { bytes[0] = 0 }
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let start = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path)
    return (address, socklen_t(start + bytes.count))
  }
}
