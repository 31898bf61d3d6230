/// What somebody may do in the organisation.
public enum Role: String, Sendable, Comparable, CaseIterable {
  case none = "None"
  case viewer = "Viewer"
  case editor = "Editor"
  case admin = "Admin"

  public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
