/// What of a repository is followed.
public enum GitReference: Hashable, Sendable {
  case branch(String)
  /// An annotated tag is followed to the commit it names.
  case tag(String)
  /// A fixed commit; it must be reachable from a branch or a tag.
  case commit(GitObjectIdentifier)
  /// Any full name: `refs/pull/420/head`.
  case name(String)

  /// The full name on the remote; nil for a commit.
  public var remoteName: String? {
    switch self {
    case .branch(let name): "refs/heads/\(name)"
    case .tag(let name): "refs/tags/\(name)"
    case .name(let name): name.hasSuffix("^{}") ? String(name.dropLast(3)) : name
    case .commit: nil
    }
  }

  /// How a revision names it, as Flux does: the short name of a branch or a tag, the full name of any other
  /// reference, nothing for a commit (reference/flux.md 1.8).
  public var revisionName: String? {
    switch self {
    case .branch(let name), .tag(let name), .name(let name): name
    case .commit: nil
    }
  }

  /// Why the name cannot be one of Git's, by the rules of git-check-ref-format(1); nil where it can.
  var flaw: String? {
    guard let name = remoteName else { return nil }
    if case .name(let full) = self, !full.hasPrefix("refs/") { return "a full name begins with refs/" }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.contains("") { return "it has an empty part between slashes" }
    if parts.contains(where: { $0.hasPrefix(".") || $0.hasSuffix(".lock") }) {
      return "a part begins with a dot or ends with .lock"
    }
    if name.hasSuffix(".") { return "it ends with a dot" }
    if name.contains("..") || name.contains("@{") { return "it contains .. or @{" }
    let forbidden = Set("~^:?*[\\".utf8)
    if name.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || forbidden.contains($0) }) {
      return "it contains a blank, a control character or one of ~ ^ : ? * [ \\"
    }
    return nil
  }
}

extension GitReference: CustomStringConvertible {
  /// For sentences: `branch main`.
  public var description: String {
    switch self {
    case .branch(let name): "branch \(name)"
    case .tag(let name): "tag \(name)"
    case .commit(let identifier): "commit \(identifier)"
    case .name(let name): "reference \(name)"
    }
  }
}
