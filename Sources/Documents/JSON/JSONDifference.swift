/// One thing in which two documents differ.
public struct JSONDifference: Sendable, Equatable {
  /// What became of the value.
  public enum Kind: String, Sendable {
    case added
    case removed
    case changed
    /// An element of a list stands at another place among the elements that stayed. What changed inside it is told apart.
    case moved
  }

  public let kind: Kind
  /// Where the value stood; nil for what was added.
  public let oldPointer: JSONPointer?
  /// Where it stands now; nil for what was removed.
  public let newPointer: JSONPointer?
  public let old: JSON?
  public let new: JSON?

  /// The place in the document that has the value: the new one, or the old one for what was removed.
  public var pointer: JSONPointer { newPointer ?? oldPointer ?? .root }

  /// Everything in which two documents differ, in the order of the old one. Empty exactly where they are equal.
  ///
  /// Members are compared by name. Lists whose elements are objects that all have an `id`, `uid`, `name`, `refId` or
  /// `title` of their own are compared by that member, so that an inserted panel is one difference; other lists place
  /// by place, after what is the same at their beginnings and ends.
  public static func between(_ old: JSON, _ new: JSON) -> [JSONDifference] {
    var comparison = JSONComparison()
    comparison.compare(old, new, at: .root, .root)
    return comparison.differences
  }
}
