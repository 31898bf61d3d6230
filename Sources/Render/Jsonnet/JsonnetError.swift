import Base

/// The words of libjsonnet about a failure, taken apart.
///
/// They are `STATIC ERROR: NAME:1:6: words`, or `RUNTIME ERROR: words` and a line for each call, the innermost first:
/// a tab, `NAME:2:6-16` or `NAME:(2:6)-(4:1)`, a tab and what was called (libjsonnet 0.18, tried).
struct JsonnetError {
  /// What is wrong, in one line.
  let message: String
  /// It stands in the text itself, so no value is part of the message.
  let isStatic: Bool
  /// The innermost place in the program itself.
  let position: Position?
  private let places: [String]

  init(_ words: String, program name: String) {
    let lines = words.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    var first = lines.first ?? "it fails"
    isStatic = first.hasPrefix("STATIC ERROR: ")
    for prefix in ["STATIC ERROR: ", "RUNTIME ERROR: "] where first.hasPrefix(prefix) {
      first.removeFirst(prefix.count)
    }
    var places: [String] = []
    if isStatic, let end = Self.endOfPlace(first) {
      places = [String(first[..<end])]
      first = String(first[end...].drop { $0 == ":" || $0 == " " })
    } else {
      places = lines.dropFirst().filter { $0.hasPrefix("\t") }.compactMap { line in
        line.dropFirst().split(separator: "\t").first.map(String.init)
      }.filter { Self.position(of: $0) != nil }
    }
    message = first
    self.places = places
    position = places.first { Self.name(of: $0) == name }.flatMap { Self.position(of: $0) }
  }

  var isMissingImport: Bool { message.hasPrefix("couldn't open import") }

  /// The innermost place, where that is in another file.
  /// - Parameters:
  ///   - name: of the file whose places are told otherwise; nil for none.
  ///   - files: that places can be in.
  func otherPlace(_ name: String?, among files: Set<String>) -> String? {
    guard let place = places.first, let file = Self.name(of: place), let position = Self.position(of: place),
      file != name, files.contains(file)
    else { return nil }
    return "\(file):\(position.line):\(position.column)"
  }

  /// Behind the columns of `NAME:1:6:` or `NAME:1:6-7:`, where the text begins with a place.
  private static func endOfPlace(_ text: String) -> String.Index? {
    var search = text[...]
    while let colon = search.firstIndex(of: ":") {
      let rest = text[text.index(after: colon)...]
      let place = rest.prefix { "0123456789:()-".contains($0) }
      if place.first.map({ $0.isNumber || $0 == "(" }) == true, place.contains(":") {
        var end = place.endIndex
        while end > place.startIndex, text[text.index(before: end)] == ":" { end = text.index(before: end) }
        return end
      }
      search = rest
    }
    return nil
  }

  private static func name(of place: String) -> String? {
    guard let numbers = numbers(of: place) else { return nil }
    return String(place[..<numbers.start])
  }

  private static func position(of place: String) -> Position? {
    guard let numbers = numbers(of: place) else { return nil }
    return Position(line: numbers.line, column: numbers.column)
  }

  /// The first line and column behind the name, and where the colon before them stands.
  private static func numbers(of place: String) -> (start: String.Index, line: Int, column: Int)? {
    var search = place[...]
    while let colon = search.firstIndex(of: ":") {
      let rest = place[place.index(after: colon)...].drop { $0 == "(" }
      let line = rest.prefix(while: \.isNumber)
      let behind = rest[line.endIndex...]
      if let number = Int(line), behind.first == ":",
        let column = Int(behind.dropFirst().prefix(while: \.isNumber))
      {
        return (colon, number, column)
      }
      search = place[place.index(after: colon)...]
    }
    return nil
  }
}
