/// What an object is in its target: its kind and its uid there. File names and titles change, this does not.
public struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let kind: ObjectKind
  /// The uid in the workspace; for agent files the path below the output directory.
  public let uid: String

  public init(_ kind: ObjectKind, _ uid: String) {
    self.kind = kind
    self.uid = uid
  }

  public var description: String { "\(kind.name)/\(uid)" }

  public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
    left.kind == right.kind ? left.uid < right.uid : left.kind < right.kind
  }
}
