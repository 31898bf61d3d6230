/// One request between its first line and the end of its answer. Only the thread that serves its connection touches
/// it; the library orders the calls.
final class PendingRequest {
  let target: String
  var isAccepted = false
  var body: [UInt8] = []
  var isTooLarge = false
  /// Bytes of body seen so far, those of a body that is too large included.
  var receivedBytes = 0
  /// Set while the connection rests until the answer is due.
  var delayed: ServerResponse?

  init(target: String) {
    self.target = target
  }
}
