import Synchronization

/// The series of one name, one for each combination of label values.
final class MetricFamily: Sendable {
  enum Kind: Sendable {
    case counter
    case gauge
    case histogram([Double])

    var name: String {
      switch self {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      }
    }

    var bounds: [Double] { if case .histogram(let bounds) = self { bounds } else { [] } }
  }

  private struct Series {
    /// The value; of a histogram, the sum of what was observed.
    var value = 0.0
    /// Of a histogram: for each bound, and last for what is above all of them.
    var counts: [Int] = []
  }

  let name: String
  private let help: String
  private let kind: Kind
  private let labels: [String]
  private let series = Mutex<[[String]: Series]>([:])

  init(name: String, help: String, kind: Kind, labels: [String]) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels
    // A family without labels is there from the start: an alert on it must not wait for the first event.
    if labels.isEmpty { series.withLock { $0[[]] = newSeries } }
  }

  func add(_ amount: Double, _ values: [String]) {
    change(values) { $0.value += amount }
  }

  func set(_ value: Double, _ values: [String]) {
    change(values) { $0.value = value }
  }

  func remove(_ values: [String]) {
    series.withLock { $0[values] = nil }
  }

  func observe(_ value: Double, _ values: [String]) {
    let place = kind.bounds.firstIndex { value <= $0 } ?? kind.bounds.count
    change(values) {
      $0.value += value
      $0.counts[place] += 1
    }
  }

  private func change(_ values: [String], _ change: (inout Series) -> Void) {
    precondition(
      values.count == labels.count, "\(name) has the labels \(labels), not \(values.count) of them")
    series.withLock { change(&$0[values, default: newSeries]) }
  }

  private var newSeries: Series {
    if case .histogram(let bounds) = kind {
      Series(counts: Array(repeating: 0, count: bounds.count + 1))
    } else {
      Series()
    }
  }

  func exposition() -> String {
    let current = series.withLock { $0 }
    var text = "# HELP \(name) \(MetricFamily.escape(help))\n# TYPE \(name) \(kind.name)\n"
    for (values, series) in current.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let pairs = zip(labels, values).map { "\($0)=\"\(MetricFamily.escape($1, quotes: true))\"" }
      guard case .histogram(let bounds) = kind else {
        text += "\(name)\(MetricFamily.braces(pairs)) \(MetricFamily.format(series.value))\n"
        continue
      }
      var total = 0
      for (bound, count) in zip(bounds.map(MetricFamily.format) + ["+Inf"], series.counts) {
        total += count
        text += "\(name)_bucket\(MetricFamily.braces(pairs + ["le=\"\(bound)\""])) \(total)\n"
      }
      text += "\(name)_sum\(MetricFamily.braces(pairs)) \(MetricFamily.format(series.value))\n"
      text += "\(name)_count\(MetricFamily.braces(pairs)) \(total)\n"
    }
    return text
  }

  private static func braces(_ pairs: [String]) -> String {
    pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
  }

  private static func format(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  /// Prometheus, "Exposition formats": backslash and line feed, in label values the quote as well.
  private static func escape(_ text: String, quotes: Bool = false) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": result += #"\\"#
      case "\n": result += #"\n"#
      case "\"" where quotes: result += #"\""#
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
