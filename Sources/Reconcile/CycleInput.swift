import Apply
import Render

/// What all targets of one cycle share.
struct CycleInput: Sendable {
  let rendering: Rendering
  /// Counts renderings, so that a target can see whether anything was rendered anew.
  let renderingNumber: Int
  /// `main@sha1:…`.
  let revision: String
  let origin: ChangeOrigin
  let isPruneAllowed: Bool
  let isPathMissing: Bool
  let bodies: Executor.Bodies
}
