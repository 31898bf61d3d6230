/// An object of the workspace that another one names in its content.
public struct ObjectUse: Hashable, Comparable, Sendable {
  public let kind: ObjectKind
  /// Its uid or its name.
  public let identifier: String
  /// Where it is named first, for people: `panel "CPU"`, `rule "Disk full", query A`; empty where there is nothing to say.
  public let place: String
  /// The name does not do: the workspace looks for the uid only.
  public let isByUID: Bool
  /// A secret may stand in the identifier: messages do not say it.
  public let isSecret: Bool

  public init(
    _ kind: ObjectKind, _ identifier: String, place: String, isByUID: Bool = false, isSecret: Bool = false
  ) {
    self.isByUID = isByUID
    self.isSecret = isSecret
    self.kind = kind
    self.identifier = identifier
    self.place = place
  }

  public static func < (left: ObjectUse, right: ObjectUse) -> Bool {
    (left.kind, left.identifier, left.place) < (right.kind, right.identifier, right.place)
  }
}
