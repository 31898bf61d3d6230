import Base

/// An object that another one has to wait for, in words.
public struct NeededObject: Hashable, Sendable {
  public let key: ObjectKey
  public let title: String
  /// Where it is (or was) written; nil where that is not known.
  public let origin: SourceLocation?

  public init(_ action: Action) {
    key = action.key
    title = action.title
    origin = action.origin.file.isEmpty ? nil : action.origin
  }

  /// `folder "Team" (platform/folder.yaml:1)`.
  public var description: String {
    let name = title.isEmpty ? "uid \(key.uid)" : "\"\(title)\""
    return "\(key.kind.name) \(name)" + (origin.map { " (\($0.fileAndLine))" } ?? "")
  }

  /// Why what needs these is not done, as a clause. The same words in the cycle in which they fail and in those in which
  /// they are not tried again.
  public static func cause(_ needed: [NeededObject]) -> String {
    "it needs " + needed.map(\.description).joined(separator: ", ") + ", which failed"
  }
}
