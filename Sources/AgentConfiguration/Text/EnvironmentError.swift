/// Why variables cannot be replaced in a text.
struct EnvironmentError: Error, Hashable, Sendable {
  let problem: String
  /// The byte of the text as it was written.
  let offset: Int
  let remedy: String
}
