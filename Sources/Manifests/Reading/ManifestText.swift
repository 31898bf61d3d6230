import Base
import Documents

/// A long text inside a manifest, such as a dashboard. It can be left out of memory and read again.
public struct ManifestText: Sendable {
  /// The text; nil after `stripped`.
  public let text: String?
  private let file: String
  private let node: YAMLNode?
  private let start: Position

  init(file: String, node: YAMLNode, text: String) {
    self.text = text
    self.file = file
    self.node = node
    start = node.position
  }

  private init(file: String, start: Position) {
    text = nil
    self.file = file
    node = nil
    self.start = start
  }

  /// Without the text: a few dozen bytes.
  public var stripped: ManifestText { ManifestText(file: file, start: start) }

  /// Where a place in the text stands in the file; the beginning of the text where that cannot be told.
  public func location(_ place: Position) -> SourceLocation {
    SourceLocation(file: file, position: node?.position(inText: place).position ?? start)
  }

  /// The line of the text that holds the place, for an excerpt. Where the place in the file is only the text's
  /// beginning, the label tells the place in the text.
  public func excerpt(_ place: Position, label: String) -> Diagnostic.Excerpt? {
    let isExact = node?.position(inText: place).isExact ?? true
    let label = isExact ? label : "\(label) (line \(place.line), column \(place.column) of the text)"
    return text.flatMap { SourceExcerpt.line(of: Array($0.utf8), at: place, label: label) }
  }
}

extension FieldReader {
  /// A text that may be long.
  public func text(_ name: String) -> ManifestText? {
    guard let node = node(name), let text = string(name) else { return nil }
    return ManifestText(file: document.file, node: node, text: text)
  }

  /// A list of such texts.
  public func texts(_ name: String) -> [ManifestText]? {
    guard let texts = strings(name), let nodes = elements(name), texts.count == nodes.count else {
      return nil
    }
    return zip(nodes, texts).map { ManifestText(file: document.file, node: $0, text: $1) }
  }

  /// The text of an annotation of the document, which `metadata` has read before.
  func annotation(_ name: String) -> ManifestText? {
    node["metadata"]?["annotations"].flatMap {
      FieldReader($0, path: "metadata.annotations", document: document).text(name)
    }
  }
}
