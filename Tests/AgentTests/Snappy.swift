/// Reads the block form of Snappy, in which Prometheus sends samples (google/snappy, format_description.txt).
enum Snappy {
  /// As much as can be read.
  static func decode(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes[...]
    // The length of the whole.
    while let byte = rest.popFirst(), byte >= 0x80 {}
    while let tag = rest.popFirst() {
      let kind = tag & 3
      var length = Int(tag >> 2) + 1
      if kind == 0 {
        if length > 60 { length = number(&rest, bytes: length - 60) + 1 }
        output += rest.prefix(length)
        rest = rest.dropFirst(length)
        continue
      }
      let offset: Int
      if kind == 1 {
        length = Int((tag >> 2) & 7) + 4
        offset = Int(tag >> 5) << 8 | number(&rest, bytes: 1)
      } else {
        offset = number(&rest, bytes: kind == 2 ? 2 : 4)
      }
      guard offset > 0, offset <= output.count else { return output }
      for _ in 0..<length { output.append(output[output.count - offset]) }
    }
    return output
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, bytes: Int) -> Int {
    (0..<bytes).reduce(0) { sum, place in sum | Int(rest.popFirst() ?? 0) << (8 * place) }
  }
}
