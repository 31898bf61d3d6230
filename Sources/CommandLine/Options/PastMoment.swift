import Base

/// A point in the past, as people name it: by a commit or by a time.
enum PastMoment: Sendable {
  /// The first digits of a commit, in lower case.
  case revision(String)
  case time(Timestamp, written: String)
  /// A number in the version history: `v12`. Servers tell whole seconds, in which there may be several versions.
  case version(Int)

  /// Fewer digits of a commit than this mean many commits.
  private static let fewestDigits = 7

  init?(_ text: String) {
    if let time = Timestamp(text) {
      self = .time(time, written: text)
    } else if text.hasPrefix("v"), let number = Int(text.dropFirst()), number > 0 {
      self = .version(number)
    } else if text.count >= Self.fewestDigits, text.count <= 40,
      text.allSatisfy({ $0.isHexDigit && $0.isASCII })
    {
      self = .revision(text.lowercased())
    } else {
      return nil
    }
  }

  var text: String {
    switch self {
    case .revision(let digits): digits
    case .time(_, let written): written
    case .version(let number): "v\(number)"
    }
  }
}
