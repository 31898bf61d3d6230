internal import CShims
import Glibc

/// Starts threads for calls that block. Swift's cooperative pool has one thread per core, so a blocking call there
/// would stop every other task.
public enum DedicatedThread {
  /// Runs `body` once on a new thread, which ends with it. The name shows in `ps -L` and debuggers; Linux keeps 15 bytes.
  public static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    var thread = pthread_t()
    let status = pthread_create(&thread, &attributes, runStart, start.toOpaque())
    // The one cause is an exhausted process or thread limit; going on without the thread would wait for ever.
    precondition(status == 0, "cannot start thread \(name): \(String(cString: strerror(status)))")
  }
}

private final class Start: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

private func runStart(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
  sluice_name_thread(start.name)
  start.body()
  return nil
}
