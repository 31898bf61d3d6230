import Base
import Documents

/// Finds in what a server says the values that it was sent in a Secret: API servers and the webhooks behind them quote what
/// they refuse, whole or in part, decoded or not.
struct SecretEcho: Sendable {
  /// The values as they were sent and as they mean.
  private let spellings: [[UInt8]]

  /// Shorter runs stand in any text.
  private static let shortest = 6
  private static let replacement = Array("(secret)".utf8)

  /// - Parameter content: a whole object as JSON. Only its `data` and `stringData` are secret.
  init(_ content: JSON?) {
    let values = ["data", "stringData"].flatMap { field in
      (content?[field]?.objectValue?.members ?? []).compactMap(\.value.stringValue)
    }
    self.init(values)
  }

  /// - Parameter credentials: what a request was sent with.
  init(_ credentials: ClusterSettings.Credentials) {
    switch credentials {
    case .none: self.init([])
    case .token(let secret), .basic(_, let secret): self.init([secret.revealed])
    }
  }

  private init(_ values: [String]) {
    spellings = values.flatMap { value -> [[UInt8]] in
      [Array(value.utf8)] + (Base64.decode(value).map { [$0] } ?? [])
    }.filter { !$0.isEmpty }
  }

  /// The text with `(secret)` in place of every run that stands in a value, and of every value that is shorter.
  func scrub(_ text: String) -> String {
    guard !spellings.isEmpty else { return text }
    let bytes = Array(text.utf8)
    let runs = Set(
      spellings.flatMap { value -> [ArraySlice<UInt8>] in
        let length = min(Self.shortest, value.count)
        return (0...(value.count - length)).map { value[$0..<$0 + length] }
      })
    let short = spellings.filter { $0.count < Self.shortest }
    var isHidden = [Bool](repeating: false, count: bytes.count)
    for start in bytes.indices {
      let rest = bytes[start...]
      if rest.count >= Self.shortest, runs.contains(rest.prefix(Self.shortest)) {
        for index in start..<start + Self.shortest { isHidden[index] = true }
      }
      for value in short where value.count > 2 && rest.starts(with: value) {
        for index in start..<start + value.count { isHidden[index] = true }
      }
    }
    var result: [UInt8] = []
    for index in bytes.indices {
      if !isHidden[index] {
        result.append(bytes[index])
      } else if index == 0 || !isHidden[index - 1] {
        result += Self.replacement
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
