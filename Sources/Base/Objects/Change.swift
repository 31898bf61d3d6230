/// One difference that a person can follow: what changed, and from what to what.
public struct Change: Hashable, Sendable {
  /// For example `panel "CPU", query A: expr`.
  public let summary: String
  /// The old and the new value as text; nil where the summary says all (`panel "Disk" added`) and for secrets.
  public let before: String?
  public let after: String?

  /// The summary where permissions change.
  public static let permissions = "permissions"

  public init(_ summary: String, before: String? = nil, after: String? = nil) {
    self.summary = summary
    self.before = before
    self.after = after
  }

  /// The same in other words: for taking secrets out.
  public func mapTexts(_ transform: (String) -> String) -> Change {
    Change(transform(summary), before: before.map(transform), after: after.map(transform))
  }
}
