/// Somebody's right on one folder or dashboard.
struct ObjectPermission: Hashable, Sendable {
  /// Who has it.
  enum Assignee: Hashable, Sendable {
    case user(id: Int)
    case role(Role)
  }

  /// The numbers are those of the API.
  enum Level: Int, Sendable {
    case view = 1
    case edit = 2
    case admin = 4

    var name: String {
      switch self {
      case .view: "View"
      case .edit: "Edit"
      case .admin: "Admin"
      }
    }
  }

  let assignee: Assignee
  let level: Level
  /// One of the two rows that stand for all objects nobody set permissions of.
  var isShared = false

  /// What an object at the root starts with; one inside a folder has its creator's right only [S+]. Before 9 all share
  /// two rows, and the creator has no right of his own.
  /// - Parameter isGranted: false where the Kubernetes-style API was not asked for them.
  static func initial(
    creator: Int?, isAtRoot: Bool, _ lens: Lens, isGranted: Bool = true
  ) -> [ObjectPermission] {
    guard isGranted else { return [] }
    if lens.folders.permissions.newObjectsShareDefaults { return shared }
    var permissions = creator.map { [ObjectPermission(assignee: .user(id: $0), level: .admin)] } ?? []
    if isAtRoot {
      permissions.append(ObjectPermission(assignee: .role(.editor), level: .edit))
      permissions.append(ObjectPermission(assignee: .role(.viewer), level: .view))
    }
    return permissions
  }

  private static let shared = [
    ObjectPermission(assignee: .role(.viewer), level: .view, isShared: true),
    ObjectPermission(assignee: .role(.editor), level: .edit, isShared: true),
  ]
}
