extension StringProtocol {
  /// What a server said, fit for a message: without control characters, which a terminal would obey, and not long.
  var printable: String {
    let scalars = unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    return String(String.UnicodeScalarView(scalars.prefix(300)))
  }
}
