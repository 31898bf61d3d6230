import Documents

/// A `targetPath` of `valuesFrom`: names with points between them, list places in brackets, for example
/// `jsonData.list[1].name`. The part of JSONPath that names one place.
struct TargetPath {
  let pointer: JSONPointer

  /// Nil where the text is not of that form.
  init?(_ text: String) {
    var tokens: [String] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let name = pieces.first, !name.isEmpty, !name.contains("*") else { return nil }
      tokens.append(String(name))
      for place in pieces.dropFirst() {
        guard place.hasSuffix("]"), let index = Int(place.dropLast()), index >= 0 else { return nil }
        tokens.append(String(index))
      }
    }
    pointer = JSONPointer(tokens)
  }
}
