internal import Documents

/// The page that compares two versions of a dashboard, line by line [dashboard_versions: diff; the marks of changed lines
/// are remembered from Grafana's templates].
struct DashboardDiffPage: Sendable {
  /// What became of a line.
  private enum Change: String, Sendable {
    case same
    case added
    case deleted
    case old
    case new

    var icon: String {
      switch self {
      case .same: ""
      case .added: "+"
      case .deleted: "-"
      case .old, .new: rawValue
      }
    }

    var isLeft: Bool { self != .added && self != .new }
    var isRight: Bool { self != .deleted && self != .old }
  }

  private var html: [UInt8] = []
  private var lineNumber = 0
  private var leftNumber = 0
  private var rightNumber = 0

  static func bytes(old: JSON, new: JSON) -> [UInt8] {
    var page = DashboardDiffPage()
    page.compare(old, new, label: "", end: "", indent: 0)
    return page.html
  }

  /// - Parameters:
  ///   - label: the member's name with its colon; empty in lists.
  ///   - end: the comma, where more follows.
  private mutating func compare(_ old: JSON, _ new: JSON, label: String, end: String, indent: Int) {
    switch (old, new) {
    case (.object(let left), .object(let right)):
      write(label + "{", .same, indent)
      let keys = Set(left.members.map(\.key)).union(right.members.map(\.key))
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      for (index, key) in keys.enumerated() {
        let name = JSONWriter.string(.string(key)) + ": "
        compareOptional(left[key], right[key], name, index + 1 < keys.count ? "," : "", indent + 1)
      }
      write("}" + end, .same, indent)
    case (.array(let left), .array(let right)):
      write(label + "[", .same, indent)
      let count = max(left.count, right.count)
      for index in 0..<count {
        compareOptional(
          index < left.count ? left[index] : nil, index < right.count ? right[index] : nil, "",
          index + 1 < count ? "," : "", indent + 1)
      }
      write("]" + end, .same, indent)
    default:
      if old == new {
        writeAll(new, .same, label, end, indent)
      } else {
        writeAll(old, .old, label, end, indent)
        writeAll(new, .new, label, end, indent)
      }
    }
  }

  private mutating func compareOptional(
    _ old: JSON?, _ new: JSON?, _ label: String, _ end: String, _ indent: Int
  ) {
    if let old, let new {
      compare(old, new, label: label, end: end, indent: indent)
    } else if let old {
      writeAll(old, .deleted, label, end, indent)
    } else if let new {
      writeAll(new, .added, label, end, indent)
    }
  }

  /// A whole value, which is on one side only or the same on both.
  private mutating func writeAll(
    _ value: JSON, _ change: Change, _ label: String, _ end: String, _ indent: Int
  ) {
    switch value {
    case .object(let object):
      write(label + "{", change, indent)
      for (index, member) in object.members.enumerated() {
        let name = JSONWriter.string(.string(member.key)) + ": "
        writeAll(member.value, change, name, index + 1 < object.members.count ? "," : "", indent + 1)
      }
      write("}" + end, change, indent)
    case .array(let elements):
      write(label + "[", change, indent)
      for (index, element) in elements.enumerated() {
        writeAll(element, change, "", index + 1 < elements.count ? "," : "", indent + 1)
      }
      write("]" + end, change, indent)
    default:
      write(label + JSONWriter.string(value) + end, change, indent)
    }
  }

  private mutating func write(_ text: String, _ change: Change, _ indent: Int) {
    lineNumber += 1
    if change.isLeft { leftNumber += 1 }
    if change.isRight { rightNumber += 1 }
    let shown = Self.escaped(text)
    html.append(
      contentsOf: """

        \t\t<p id="l\(lineNumber)" class="diff-line diff-json-\(change.rawValue)">
        \t<span class="diff-line-number">
        \t\t\(change.isLeft ? String(leftNumber) : "")
        \t</span>
        \t<span class="diff-line-number">
        \t\t\(change.isRight ? String(rightNumber) : "")
        \t</span>
        \t<span class="diff-value diff-indent-\(indent)" title="\(shown)" ng-non-bindable>
        \t\t\(shown)
        \t</span>
        \t<span class="diff-line-icon">\(change.icon)</span>
        </p>

        \t
        """.utf8)
  }

  /// As Go's templates write text into a page.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&#34;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
