/// A running agent that was not asked to read its file again.
struct UnreachedAgent: Hashable, Sendable {
  enum Cause: Hashable, Sendable {
    /// Nothing listens at its address, so it reads the file when it starts.
    case isGone
    /// It could not be asked, and may run all the same, with the former file.
    case isOutOfReach
    /// Another program listens at its address than the one that the file is for.
    case isOther
  }

  /// `http://agent:12345`
  let origin: String
  let message: String
  let cause: Cause
}
