/// A commit and the name by which it was found, written as Flux writes it (reference/flux.md 1.8).
public struct Revision: Hashable, Sendable {
  /// `main`, `v1.2.0`, `refs/pull/1/head`; nil for a bare commit.
  public let name: String?
  public let commit: GitObjectIdentifier

  public init(name: String?, commit: GitObjectIdentifier) {
    self.name = name
    self.commit = commit
  }

  /// Reads `main@sha1:<40 digits>`, `sha1:<40 digits>` and Flux's old form `main/<40 digits>`.
  public init?(_ text: String) {
    guard text.count >= 40, let commit = GitObjectIdentifier(String(text.suffix(40))) else { return nil }
    let front = String(text.dropLast(40))
    if front == "sha1:" {
      self.init(name: nil, commit: commit)
    } else if front.hasSuffix("@sha1:"), front.count > 6 {
      self.init(name: String(front.dropLast(6)), commit: commit)
    } else if front.hasSuffix("/"), front.count > 1 {
      self.init(name: String(front.dropLast()), commit: commit)
    } else {
      return nil
    }
  }

  /// For people: `main@sha1:3f2c9e1`.
  public var short: String { Self.write(name, commit.short) }

  private static func write(_ name: String?, _ digits: String) -> String {
    name.map { "\($0)@sha1:\(digits)" } ?? "sha1:\(digits)"
  }
}

extension Revision: CustomStringConvertible {
  /// `main@sha1:<40 digits>`, or `sha1:<40 digits>` for a bare commit.
  public var description: String { Self.write(name, commit.description) }
}
