/// What an object is in its target: its kind and its uid there. File names and titles change, this does not.
public struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let kind: ObjectKind
  /// The uid in the workspace, the name, or the folder's uid and the name (`ObjectKind.identity`); for agent files the path
  /// below the output directory, for objects of a cluster their kind, namespace and name (`ClusterObjectName`).
  public let uid: String

  public init(_ kind: ObjectKind, _ uid: String) {
    self.kind = kind
    self.uid = uid
  }

  /// The key of an object that is known by its folder and its name. Uids of folders have no slash.
  public init(_ kind: ObjectKind, folderUID: String, name: String) {
    self.init(kind, "\(folderUID)/\(name)")
  }

  /// The tree of notification policies, of which a workspace has exactly one.
  public static let policyTree = ObjectKey(.notificationPolicy, "tree")

  /// The folder and the name of an object that is known by them.
  public var place: (folderUID: String, name: String) {
    let parts = uid.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? (String(parts[0]), String(parts[1])) : ("", uid)
  }

  public var description: String { "\(kind.name)/\(uid)" }

  public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
    left.kind == right.kind ? left.uid < right.uid : left.kind < right.kind
  }
}
