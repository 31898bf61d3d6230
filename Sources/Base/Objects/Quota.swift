/// How many objects of one kind a workspace takes. Of rule groups the rules count.
public struct Quota: Hashable, Sendable {
  public let limit: Int
  /// The manifest that says so; nil where the workspace says it.
  public let origin: SourceLocation?

  public init(limit: Int, origin: SourceLocation? = nil) {
    self.limit = limit
    self.origin = origin
  }

  /// The tighter one of both, kind by kind.
  public static func merge(_ first: [ObjectKind: Quota], _ second: [ObjectKind: Quota]) -> [ObjectKind: Quota]
  {
    first.merging(second) { $0.limit <= $1.limit ? $0 : $1 }
  }
}
