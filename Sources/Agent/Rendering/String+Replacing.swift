extension String {
  /// Every character but letters of ASCII, digits and underscores becomes an underscore, one for one (reference
  /// agent-operator.md section 3.0, `sanitize`).
  var keepingWordCharacters: String {
    String(
      unicodeScalars.map { scalar -> Character in
        let isPlain =
          scalar == "_" || ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar)
          || ("a"..."z").contains(scalar)
        return isPlain ? Character(scalar) : "_"
      })
  }

  /// Without Foundation, byte by byte.
  func replacingOccurrences(_ part: String, with replacement: String) -> String {
    let pattern = Array(part.utf8)
    guard !pattern.isEmpty, utf8.count >= pattern.count else { return self }
    let source = Array(utf8)
    var result: [UInt8] = []
    var index = 0
    while index < source.count {
      if source[index] == pattern[0], source[index...].starts(with: pattern) {
        result += Array(replacement.utf8)
        index += pattern.count
      } else {
        result.append(source[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
