/// How far a cycle came with a target.
public enum TargetEnd: Hashable, Sendable {
  /// All that could be done was, or the target's failure says why not.
  case reached
  /// The cycle was ended from here, by a signal or for a newer revision, before the target's work was done.
  case cut
  /// No manifest names it any more and it cannot be asked: a finding says so.
  case left
}
