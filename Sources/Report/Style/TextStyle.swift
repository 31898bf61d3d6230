import Glibc

/// How texts for people look where they go: colours and width on a terminal, plain and whole elsewhere.
public struct TextStyle: Sendable {
  /// What a piece of text says besides its words. Colour never says something that the words do not.
  public enum Tone: String, Sendable {
    case added = "32"
    case changed = "33"
    case moved = "36"
    case attention = "35"
    case removed = "31"
    case strong = "1"
    case faint = "2"
  }

  public let isTerminal: Bool
  public let usesColour: Bool
  /// Columns of the terminal; nil where nothing may be cut.
  public let width: Int?

  /// For pipes and files.
  public static let plain = TextStyle(isTerminal: false, width: nil, environment: [:])

  /// - Parameters:
  ///   - width: columns; without effect where there is no terminal.
  ///   - environment: `NO_COLOR` with any value (no-color.org) and `TERM=dumb` mean no colours.
  public init(isTerminal: Bool, width: Int?, environment: [String: String]) {
    self.isTerminal = isTerminal
    usesColour = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    self.width = isTerminal ? width.map { max(40, $0) } : nil
  }

  /// Asks the system about a file descriptor.
  public static func of(descriptor: Int32, environment: [String: String]) -> TextStyle {
    guard isatty(descriptor) == 1 else { return .plain }
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return TextStyle(isTerminal: true, width: isKnown ? Int(size.ws_col) : 80, environment: environment)
  }

  /// The text in a colour, where colours are shown.
  public func paint(_ text: String, _ tone: Tone) -> String {
    usesColour && !text.isEmpty ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The text, cut to what is left of the line after `used` columns.
  func fit(_ text: String, after used: Int) -> String {
    guard let width else { return text }
    return DisplayWidth.cut(text, to: max(width - used, 10))
  }
}
