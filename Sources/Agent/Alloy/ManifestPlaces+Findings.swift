import AgentConfiguration
import Base
import Documents

/// What is found in a document by position, such as what a converter says of it.
extension ManifestPlaces {
  /// The finding at the manifest that is meant, in the manifest's words.
  /// - Parameter root: the document in which the finding has its place.
  func moved(_ finding: Diagnostic, in root: YAMLNode?, remedy: String?) -> Diagnostic {
    let path = finding.location.flatMap { location in root?.path(to: location.position) } ?? .top
    let place = place(of: path)
    return Diagnostic(
      finding.severity, code: finding.code, subject: place.owner.reference,
      at: place.location, reworded(finding.message), remedy: remedy)
  }

  /// The message with fields of manifests for the keys of the document that it names.
  private func reworded(_ message: String) -> String {
    var result = ""
    var rest = message[...]
    while !rest.isEmpty {
      if Self.sections.contains(where: { rest.hasPrefix($0) }) {
        let end = rest.firstIndex { !Self.isPart($0) } ?? rest.endIndex
        var name = rest[..<end]
        while name.last == "." { name = name.dropLast() }
        result += words(for: ConfigurationPath(written: name))
        rest = rest[name.endIndex...]
      }
      // Names begin behind blanks only.
      let next = rest.firstIndex(of: " ").map { rest.index(after: $0) } ?? rest.endIndex
      result += rest[..<next]
      rest = rest[next...]
    }
    return result
  }

  private static let sections = ["metrics.", "logs.", "integrations."]

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "._-[]".contains(character))
  }

  private func words(for path: ConfigurationPath) -> String {
    let steps = path.steps
    guard steps.count == 3, case .element = steps[2] else {
      let field = place(of: path).field
      return field.isEmpty ? path.description : field
    }
    return steps[0] == .key("integrations") ? "the integration" : "the instance"
  }
}

extension ConfigurationPath {
  /// One as `description` writes it.
  fileprivate init(written text: Substring) {
    self = .top
    for part in text.split(whereSeparator: { $0 == "." || $0 == "[" || $0 == "]" }) {
      let isIndex = part.startIndex > text.startIndex && text[text.index(before: part.startIndex)] == "["
      if isIndex, let index = Int(part) {
        self = .element(self, index)
      } else {
        self = .key(self, String(part))
      }
    }
  }
}

extension YAMLNode {
  /// The way to the node that a position lies in, in a document whose parts stand in the order of their positions.
  func path(to position: Position) -> ConfigurationPath {
    var path = ConfigurationPath.top
    var node = self
    while true {
      switch node.value {
      case .scalar: return path
      case .sequence(let elements):
        guard let index = elements.lastIndex(upTo: position, { $0.position }) else { return path }
        path = .element(path, index)
        node = elements[index]
      case .mapping(let entries):
        guard let index = entries.lastIndex(upTo: position, { $0.key.position }) else { return path }
        path = .key(path, entries[index].name)
        node = entries[index].value
      }
    }
  }
}

extension Array {
  /// The last element that begins at a position or before it, where they stand in their order. Documents have thousands of
  /// jobs, so not all of them are looked at.
  fileprivate func lastIndex(upTo position: Position, _ start: (Element) -> Position) -> Int? {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if start(self[middle]) <= position { low = middle + 1 } else { high = middle }
    }
    return low == startIndex ? nil : low - 1
  }
}
