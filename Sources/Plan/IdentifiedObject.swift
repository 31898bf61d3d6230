import Base

/// A desired object with the identity that it has, or is going to have, in the target.
public struct IdentifiedObject: Sendable {
  public let desired: DesiredObject
  public let key: ObjectKey
  /// Uid of the folder that it is to lie in; empty at the top level.
  public let parentUID: String
  /// Titles of the folders above it, outermost first, joined by ` / `.
  public let parentTitle: String
  /// How many folders stand above it.
  public let depth: Int
}

/// All identities of one target.
public struct Identities: Sendable {
  public let objects: [IdentifiedObject]
  public let problems: [Diagnostic]
  /// Objects of this revision that have no identity because of a problem: what is remembered of them stays.
  public let unidentified: Set<ObjectReference>
}
