internal import CShims

/// Ends one operation from any thread.
///
/// `@unchecked Sendable`: the pointer never changes, and what it points to is atomic.
final class CancellationFlag: @unchecked Sendable {
  let pointer: OpaquePointer

  init() {
    guard let pointer = sluice_flag_new() else { preconditionFailure("out of memory") }
    self.pointer = pointer
  }

  deinit { sluice_flag_free(pointer) }

  func set() { sluice_flag_set(pointer) }
  var isSet: Bool { sluice_flag_is_set(pointer) != 0 }
}
