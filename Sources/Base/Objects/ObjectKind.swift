/// A kind of thing that a target holds. The order of the cases is the order in which they are written;
/// deletions go the other way.
public enum ObjectKind: String, Hashable, Comparable, Sendable, CaseIterable {
  case folder
  case datasource
  case dashboard
  case agentFile = "agent file"

  /// What messages call it.
  public var name: String { rawValue }

  /// Whether objects of this kind lie in folders.
  public var hasParent: Bool {
    switch self {
    case .folder, .dashboard: true
    case .datasource, .agentFile: false
    }
  }

  /// Whether contents of this kind may hold secrets in clear, so that copies of them stay out of the database.
  public var holdsSecrets: Bool {
    switch self {
    case .datasource, .agentFile: true
    case .folder, .dashboard: false
    }
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  public static func < (left: ObjectKind, right: ObjectKind) -> Bool { left.rank < right.rank }
}
