/// A running agent that could not be asked to read its file again.
struct UnreachedAgent: Hashable, Sendable {
  /// `http://agent:12345`
  let origin: String
  let message: String
  /// Nothing listens at its address, so it reads the file when it starts. Otherwise it may run all the same, with the
  /// former file.
  let isGone: Bool
}
