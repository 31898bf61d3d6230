import Documents
import TestSupport

/// A case of yaml-test-suite (data-2022-01-17).
struct YAMLCase: Sendable {
  let id: String
  /// Whether the text must be refused.
  let isInvalid: Bool
  let text: String
  /// The documents by the rules of YAML 1.2; nil where the suite gives none.
  let json: [JSON]?
  let events: String

  static func all() throws -> [YAMLCase] {
    try SharedData.bytes("yaml-test-suite/cases.jsonl").split(separator: 0x0A).map { line in
      let json = try JSONParser.parse(Array(line))
      return YAMLCase(
        id: json["id"]?.stringValue ?? "", isInvalid: json["error"]?.boolValue ?? false,
        text: json["yaml"]?.stringValue ?? "", json: try json["json"]?.stringValue.map(documents),
        events: json["events"]?.stringValue ?? "")
    }
  }

  /// The suite writes several documents one after the other.
  private static func documents(_ text: String) throws -> [JSON] {
    var documents: [JSON] = []
    var rest = Array(text.utf8)[...]
    while let start = rest.firstIndex(where: { $0 != 0x20 && $0 != 0x0A }) {
      rest = rest[start...]
      let lineEnds = rest.indices.filter { rest[$0] == 0x0A } + [rest.endIndex]
      guard
        let (end, document) = lineEnds.lazy.compactMap({ end in
          (try? JSONParser.parse(Array(rest[..<end]))).map { (end, $0) }
        }).first
      else { throw UnreadableCase(text: text) }
      documents.append(document)
      rest = rest[end...]
    }
    return documents
  }

  struct UnreadableCase: Error {
    let text: String
  }
}

/// Where our answers are not the suite's, and why. docs/documents.md tells the same to people.
enum YAMLSuiteDifferences {
  /// Valid by YAML 1.2, refused by libyaml's grammar.
  static let refusedByGrammar: Set<String> = [
    "2JQS", "2LFX", "2SXE", "4ABK", "4MUZ/00", "4MUZ/01", "4MUZ/02", "58MP", "5MUD", "5T43", "6BCT", "6CA3",
    "6LVF",
    "6M2F",
    "7Z25", "8XYN", "96NN/00", "96NN/01", "9SA2", "A2M4", "BEC7", "CFD4", "DBG4", "DK3J", "DK95/00",
    "DK95/03",
    "DK95/04", "FP8R", "FRK4", "HM87/00", "HWV9", "K3WX", "M2N8/00", "M7A3", "MUS6/05", "MUS6/06", "NHX8",
    "NJ66",
    "NKF9", "Q5MG", "QT73", "R4YG", "S3PD", "SM9W/01", "UKK6/00", "UT92", "VJP3/01", "W4TN", "W5VH",
    "Y79Y/001",
    "Y79Y/010",
  ]

  /// Invalid by YAML 1.2, taken by libyaml's grammar, and so by Kubernetes.
  static let takenByGrammar: Set<String> = [
    "9C9N", "9HCY", "9JBA", "CVW2", "DK95/01", "EB22", "G5U8", "MUS6/00", "MUS6/01", "QB6E", "RHX7", "S98Z",
    "SU5Z",
    "X4QW", "Y79Y/003", "YJV2",
  ]

  /// Valid, but without a form in JSON: Kubernetes refuses these too, 565N aside, which it mangles.
  static let refusedByRule: [String: String] = [
    "DFF7": "null", "FH7J": "null", "PW8X": "null", "4FJ6": "list", "6BFJ": "list",
    "6PBE": "list",
    "KK5P": "list", "LX3P": "list", "M2N8/01": "list", "M5DY": "list", "RZP5": "list", "SBG9": "list",
    "X38W": "list",
    "XW4D": "list", "9MMW": "mapping", "Q9WF": "mapping", "V9D5": "mapping", "565N": "binary",
  ]

  /// Taken with another value than YAML 1.2 gives.
  static let otherValues: [String: [JSON]] = [
    // The key y is a boolean by YAML 1.1 and go-yaml v2.
    "C4HZ": [
      [
        ["center": ["x": 73, "true": 129], "radius": 7],
        ["start": ["x": 73, "true": 129], "finish": ["x": 89, "true": 102]],
        ["start": ["x": 73, "true": 129], "color": 16_772_795, "text": "Pretty vector drawing."],
      ]
    ],
    // A question mark in a flow collection begins a key, as in go-yaml v2.
    "652Z": [["foo": "bar", "bar": 42]],
    "HM87/01": [[["x": .null]]],
    // An anchor ends at a colon, as in go-yaml v2.
    "Y2GN": [["key": ":chor value"]],
  ]
}
