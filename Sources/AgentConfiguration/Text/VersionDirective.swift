import Base

/// The `%YAML` line before a document: the agent's parser takes 1.1 only, where libyaml also takes 1.2.
enum VersionDirective {
  static func problem(in bytes: [UInt8]) -> FoundProblem? {
    var line = 0
    for text in bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: 64, omittingEmptySubsequences: false
    ).prefix(64) {
      line += 1
      let words = text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D })
      guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
      guard first.first == UInt8(ascii: "%") else { return nil }
      guard first.elementsEqual("%YAML".utf8), words.count > 1, !words[1].elementsEqual("1.1".utf8) else {
        continue
      }
      return FoundProblem(
        .error, "yaml-syntax", at: Position(line: line, column: 1),
        "%YAML says another version than 1.1: the agent refuses the file",
        remedy: "remove the %YAML line")
    }
    return nil
  }
}
