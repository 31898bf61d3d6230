import Documents

/// Replaces `${NAME}` in a dashboard's text, as grafana-operator does it for data sources (reference
/// grafana-operator.md section 3), but escaped, so that a value with a quote cannot break the JSON, and in one pass, so
/// that a value is not looked through for names again.
enum InputSubstitution {
  /// - Parameter values: by name.
  static func apply(_ values: [String: String], to text: [UInt8]) -> [UInt8] {
    if values.isEmpty { return text }
    let values = values.mapValues { JSONWriter.bytes(.string($0)).dropFirst().dropLast() }
    var result: [UInt8] = []
    var start = 0
    for (name, place) in placeholders(in: text) {
      guard let value = values[name] else { continue }
      result += text[start..<place.lowerBound]
      result += value
      start = place.upperBound
    }
    return start == 0 ? text : result + text[start...]
  }

  /// The names that stand in `${…}`.
  static func names(in text: [UInt8]) -> Set<String> { Set(placeholders(in: text).map(\.name)) }

  /// Longer ones are none: the search for their end would take long in a text that has many beginnings.
  private static let longestName = 200

  private static func placeholders(in text: [UInt8]) -> [(name: String, place: Range<Int>)] {
    var found: [(String, Range<Int>)] = []
    var place = 0
    while let dollar = text[place...].firstIndex(of: UInt8(ascii: "$")) {
      place = dollar + 1
      guard place < text.endIndex, text[place] == UInt8(ascii: "{") else { continue }
      let rest = text[(place + 1)...].prefix(longestName)
      guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { continue }
      found.append((String(decoding: text[(place + 1)..<end], as: UTF8.self), dollar..<(end + 1)))
      place = end + 1
    }
    return found
  }
}
