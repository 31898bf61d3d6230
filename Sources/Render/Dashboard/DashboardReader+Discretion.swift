extension DashboardReader {
  /// How much messages may say of a text, from the least careful on.
  public enum Discretion: Comparable, Sendable {
    /// It stands in the repository, where everybody who reads the messages can read it too.
    case none
    /// It comes from another machine, perhaps with credentials: who may write a manifest may not have to read there, so
    /// the text is not quoted. Names that a dashboard gives to its parts are told.
    case foreign
    /// A secret may stand anywhere in it: nothing of it is told but places and counts.
    case secret
  }
}
