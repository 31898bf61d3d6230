import Base
import Documents

/// The names of labels, or of annotations, that were written to an object of the Kubernetes-style API.
public struct WrittenNames: Hashable, Sendable {
  /// As they are, or where a secret may stand in them, keyed digests of them.
  private enum Names: Hashable {
    case clear(Set<String>)
    case hidden(Set<Digest>)
  }

  private let names: Names

  /// - Parameters:
  ///   - isSecret: a secret may stand in them.
  ///   - key: of the digests.
  init(_ names: Set<String>, isSecret: Bool, key: [UInt8]) {
    self.names = isSecret ? .hidden(Set(names.map { Self.digest($0, key) })) : .clear(names)
  }

  /// Those of the names of an object's labels or annotations that were written.
  /// - Parameter key: as these were made with.
  public func among(_ members: JSON?, key: [UInt8]) -> Set<String> {
    let present = Set(members?.objectValue?.keys ?? [])
    switch names {
    case .clear(let names): return present.intersection(names)
    case .hidden(let digests): return present.filter { digests.contains(Self.digest($0, key)) }
    }
  }

  private static func digest(_ name: String, _ key: [UInt8]) -> Digest {
    Digest(of: Array(name.utf8), key: key)
  }

  // MARK: For keeping

  /// - Parameter member: what the lines call a name.
  func lines(_ member: String) -> [JSON] {
    switch names {
    case .clear(let names): names.map { .object(JSONObject([(member, .string($0))])) }
    case .hidden(let digests): digests.map { .object(JSONObject([(member, .string($0.description))])) }
    }
  }

  /// Reads what `lines` has made.
  init(_ lines: [JSON], _ member: String, isSecret: Bool) {
    let texts = lines.compactMap { $0[member]?.stringValue }
    names = isSecret ? .hidden(Set(texts.compactMap { Digest(hexadecimal: $0) })) : .clear(Set(texts))
  }
}
