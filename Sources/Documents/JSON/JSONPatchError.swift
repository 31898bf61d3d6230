/// Why a patch could not be read or applied.
public struct JSONPatchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation's place in the patch, counted from 0.
  public let operation: Int
  /// The path in the document that the problem is about; the root where the patch itself is wrong.
  public let pointer: JSONPointer
  public let problem: String

  /// `operation 2, /spec/name: there is no such member`.
  public var description: String {
    "operation \(operation + 1)\(pointer.tokens.isEmpty ? "" : ", \(pointer)"): \(problem)"
  }
}
