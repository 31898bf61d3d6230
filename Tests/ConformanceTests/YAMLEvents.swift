import Documents

/// Reads the suite's event notation into values. Scalars get their meaning from Sluice's own rules, so that the
/// structure of a document can be compared without the differences between YAML 1.1 and 1.2.
struct YAMLEvents {
  private var lines: ArraySlice<Substring>
  private var anchors: [Substring: JSON] = [:]

  static func documents(_ events: String) throws -> [JSON] {
    var reader = YAMLEvents(lines: events.split(separator: "\n")[...])
    var documents: [JSON] = []
    while let line = reader.lines.popFirst() {
      if line.hasPrefix("+DOC") { documents.append(try reader.value()) }
    }
    return documents
  }

  private init(lines: ArraySlice<Substring>) { self.lines = lines }

  private mutating func value() throws -> JSON {
    let line = lines.popFirst() ?? ""
    var rest = line.dropFirst(4).drop { $0 == " " }
    if line.hasPrefix("=ALI") { return anchors[rest.dropFirst()] ?? .null }
    for style in ["[]", "{}"] where !line.hasPrefix("=VAL") && rest.hasPrefix(style) {
      rest = rest.dropFirst(2).drop { $0 == " " }
    }
    let anchor = rest.hasPrefix("&") ? rest.dropFirst().prefix { $0 != " " } : nil
    if let anchor { rest = rest.dropFirst(anchor.count + 1).drop { $0 == " " } }
    var tag = ""
    if rest.hasPrefix("<") {
      tag = "!\(rest.prefix { $0 != ">" })> "
      rest = rest.dropFirst(tag.count - 2).drop { $0 == " " }
    }
    let value: JSON
    switch line.prefix(4) {
    case "+SEQ": value = .array(try elements())
    case "+MAP": value = .object(try members())
    default: value = try Self.meaning(Self.scalar(rest, tag: tag))
    }
    if let anchor { anchors[anchor] = value }
    return value
  }

  private mutating func elements() throws -> [JSON] {
    var elements: [JSON] = []
    while let line = lines.first, line != "-SEQ" { elements.append(try value()) }
    lines.removeFirst()
    return elements
  }

  private mutating func members() throws -> JSONObject {
    var members: [(String, JSON)] = []
    while let line = lines.first, line != "-MAP" {
      let key = try value()
      let name = key.stringValue ?? JSONWriter.string(key)
      members.append((name, try value()))
    }
    lines.removeFirst()
    return JSONObject(members)
  }

  /// YAML for one scalar: plain where a plain text may mean a number or a word, otherwise in double quotes.
  private static func scalar(_ written: Substring, tag: String) -> String {
    let text = unescaped(written.dropFirst())
    let mayMeanSomething = text.utf8.allSatisfy {
      $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || "+-._~".utf8.contains($0)
    }
    let isPlain = written.hasPrefix(":") && mayMeanSomething && text != "-"
    return tag + (isPlain ? text : JSONWriter.string(.string(text)))
  }

  private static func meaning(_ scalar: String) throws -> JSON {
    try YAMLParser.documents(in: "v: \(scalar)\n").first?.root["v"]?.json ?? .null
  }

  private static func unescaped(_ text: Substring) -> String {
    let letters: [Character: Character] = ["n": "\n", "t": "\t", "r": "\r", "b": "\u{8}"]
    var result = ""
    var isEscaped = false
    for character in text {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        result.append(isEscaped ? letters[character] ?? character : character)
        isEscaped = false
      }
    }
    return result
  }
}
