import Documents
import Manifests

/// Replaces `${inputName}` in a dashboard's text by the name or uid of a data source, as grafana-operator does
/// (reference grafana-operator.md section 3), but escaped, so that a name with a quote cannot break the JSON.
enum InputSubstitution {
  static func apply(_ inputs: [GrafanaDashboard.InputMapping], to text: [UInt8]) -> [UInt8] {
    var text = text
    for input in inputs {
      let quoted = JSONWriter.bytes(.string(input.datasourceName))
      text = replace(Array("${\(input.inputName)}".utf8), by: quoted.dropFirst().dropLast(), in: text)
    }
    return text
  }

  private static func replace(_ wanted: [UInt8], by replacement: ArraySlice<UInt8>, in text: [UInt8])
    -> [UInt8]
  {
    var result: [UInt8] = []
    var start = 0
    var place = 0
    while let found = text[place...].firstIndex(of: wanted[0]) {
      guard text[found...].starts(with: wanted) else {
        place = found + 1
        continue
      }
      result += text[start..<found]
      result += replacement
      place = found + wanted.count
      start = place
    }
    return start == 0 ? text : result + text[start...]
  }
}
