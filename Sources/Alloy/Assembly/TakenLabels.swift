import Base

/// Which components have their names already, from where, and how far their numbers went.
struct TakenLabels {
  /// With the places of what they are made of, nil where it has none.
  private var paths: [[String]: Position?] = [:]
  /// The last number given for a path that was taken: counting goes on there, so that many of one name cost little.
  private var numbers: [[String]: Int] = [:]

  func contains(_ path: [String]) -> Bool { paths[path] != nil }

  /// The place of what took a path.
  func place(of path: [String]) -> Position? { paths[path] ?? nil }

  mutating func insert(_ path: [String], at place: Position?) { paths.updateValue(place, forKey: path) }

  /// A label that nobody has: the wanted one, or with `_2`, `_3` and so on behind it.
  /// - Parameters:
  ///   - name: the kind of the component.
  ///   - others: paths that must not be met either.
  mutating func free(_ label: String, of name: [String], besides others: Set<[String]> = []) -> String {
    let path = name + [label]
    guard contains(path) else { return label }
    var number = numbers[path] ?? 1
    var candidate: [String]
    repeat {
      number += 1
      candidate = name + ["\(label)_\(number)"]
    } while contains(candidate) || others.contains(candidate)
    numbers[path] = number
    return "\(label)_\(number)"
  }
}
