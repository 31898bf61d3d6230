/// Versions as sarama reads them (utils.go, ParseKafkaVersion): `0.x.y.z` or `x.y.z` from 1 on.
enum KafkaVersion {
  static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(LabelName.isDigit) }) else { return false }
    return parts.count == (parts[0] == "0" ? 4 : 3)
  }
}
