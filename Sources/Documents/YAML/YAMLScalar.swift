public import Base

/// A text in a YAML document and what it means.
public struct YAMLScalar: Sendable {
  /// How the text was written.
  public enum Style: Sendable {
    case plain
    case singleQuoted
    case doubleQuoted
    /// A block after `|`, which keeps its line breaks.
    case literal
    /// A block after `>`, whose lines are joined.
    case folded
  }

  /// The text without quotes, escapes, indentation and folding.
  public let text: String
  public let style: Style
  /// The tag that was written, in its long form (`tag:yaml.org,2002:str` for `!!str`, `!local` for `!local`).
  public let tag: String?
  let resolution: YAMLScalarResolver.Resolution
  /// Where the first byte of the text stands in the file, if line breaks and columns of the text can be counted from there.
  let contentStart: YAMLMark?

  init(
    text: String, style: Style, tag: String?, resolution: YAMLScalarResolver.Resolution,
    contentStart: YAMLMark?
  ) {
    self.text = text
    self.style = style
    self.tag = tag
    self.resolution = resolution
    self.contentStart = contentStart
  }

  /// The value by the rules of go-yaml v2, as sigs.k8s.io/yaml gives it.
  public var resolved: JSON { YAMLScalarResolver.json(text, as: resolution) }

  /// Whether the text means null.
  public var isNull: Bool { resolution == .null }

  /// Whether the text means infinity or not a number; `resolved` is null then.
  public var isNotFinite: Bool { resolution == .notFinite }

  /// The scalar as the name of a JSON member; nil where sigs.k8s.io/yaml refuses it as a key.
  var memberName: String? { YAMLScalarResolver.memberName(text, as: resolution) }
}

extension YAMLScalar {
  /// A place in the file that stands for a place in a scalar's text.
  public struct TextPosition: Hashable, Sendable {
    public let position: Position
    /// False where the text was folded or has escapes, so that only the scalar's beginning is known.
    public let isExact: Bool
  }
}

extension YAMLNode {
  /// Where a place in the text of this scalar stands in the file, for documents inside documents (`json: |`).
  /// Exact for literal blocks and for texts in one line without escapes; otherwise the scalar's beginning.
  public func position(inText place: Position) -> YAMLScalar.TextPosition {
    guard let start = scalar?.contentStart?.position else {
      return YAMLScalar.TextPosition(position: position, isExact: false)
    }
    return YAMLScalar.TextPosition(
      position: Position(line: start.line + place.line - 1, column: start.column + place.column - 1),
      isExact: true)
  }

  /// Where a path in the JSON text of this scalar stands in the file; the scalar's beginning where the path leads out
  /// of the text.
  public func position(inText pointer: JSONPointer) -> YAMLScalar.TextPosition {
    guard let text = scalar?.text, let place = JSONParser.position(of: pointer, in: Array(text.utf8)) else {
      return YAMLScalar.TextPosition(position: position, isExact: false)
    }
    return position(inText: place)
  }
}
