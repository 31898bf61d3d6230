import Documents
import Glibc

/// The figures of a run: printed as they come, or kept for one JSON object.
struct Figures {
  private let isQuiet: Bool
  private var members: [(String, JSON)] = []

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
  }

  var json: JSON { .object(JSONObject(members)) }

  mutating func set(_ name: String, _ value: JSON) {
    members.append((name, value))
  }

  /// A figure with so many digits behind the point.
  mutating func set(_ name: String, _ value: Double, digits: Int = 3) {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    guard let number = JSONNumber((value * scale).rounded() / scale) else { return }
    members.append((name, .number(number)))
  }

  mutating func set(_ name: String, _ value: Int) {
    members.append((name, .number(JSONNumber(value))))
  }

  func tell(_ line: String) {
    guard !isQuiet else { return }
    // Past the buffer of print, so that a row is seen as soon as it is measured.
    _ = (line + "\n").withCString { write(STDOUT_FILENO, $0, strlen($0)) }
  }
}
