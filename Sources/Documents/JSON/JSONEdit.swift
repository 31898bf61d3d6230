/// Changes to one place of a document, with the meanings that RFC 6902 gives them.
enum JSONEdit {
  struct Problem: Error {
    let pointer: JSONPointer
    let text: String
  }

  static func value(at pointer: JSONPointer, in document: JSON) throws(Problem) -> JSON {
    guard let value = document[pointer] else { throw missing(pointer, in: document) }
    return value
  }

  static func add(_ value: JSON, at pointer: JSONPointer, in document: inout JSON) throws(Problem) {
    try change(pointer, in: &document, root: { $0 = value }) { parent, token throws(Problem) in
      switch parent {
      case .object(var object):
        parent = .null
        object[token] = value
        parent = .object(object)
      case .array(var elements):
        let place = token == "-" ? elements.count : JSONPointer.index(token)
        guard let place, place <= elements.count else {
          throw Problem(pointer: pointer, text: Self.noPlace(elements))
        }
        parent = .null
        elements.insert(value, at: place)
        parent = .array(elements)
      default:
        throw Problem(pointer: pointer, text: "\(parent.typeName) has no members")
      }
    }
  }

  static func replace(_ pointer: JSONPointer, with value: JSON, in document: inout JSON) throws(Problem) {
    guard document[pointer] != nil else { throw missing(pointer, in: document) }
    try change(pointer, in: &document, root: { $0 = value }) { parent, token throws(Problem) in
      switch parent {
      case .object(var object):
        parent = .null
        object[token] = value
        parent = .object(object)
      case .array(var elements):
        guard let place = JSONPointer.index(token) else { return }
        parent = .null
        elements[place] = value
        parent = .array(elements)
      default: return
      }
    }
  }

  /// Takes a value out of the document and returns it. Without its root a document is null.
  static func remove(_ pointer: JSONPointer, in document: inout JSON) throws(Problem) -> JSON {
    guard let removed = document[pointer] else { throw missing(pointer, in: document) }
    try change(pointer, in: &document, root: { $0 = .null }) { parent, token throws(Problem) in
      switch parent {
      case .object(var object):
        parent = .null
        object[token] = nil
        parent = .object(object)
      case .array(var elements):
        guard let place = JSONPointer.index(token) else { return }
        parent = .null
        elements.remove(at: place)
        parent = .array(elements)
      default: return
      }
    }
    return removed
  }

  /// Calls `edit` with the list or object that holds the place, and the place's last token.
  private static func change(
    _ pointer: JSONPointer, in document: inout JSON, root: (inout JSON) -> Void,
    edit: (inout JSON, String) throws(Problem) -> Void
  ) throws(Problem) {
    guard let last = pointer.tokens.last else { return root(&document) }
    guard let parent = pointer.parent, document[parent] != nil else { throw missing(pointer, in: document) }
    try descend(parent.tokens[...], in: &document) { value throws(Problem) in try edit(&value, last) }
  }

  /// Goes down a path that exists. Each level is taken out of its parent while it is changed, so that nothing is copied.
  private static func descend(
    _ tokens: ArraySlice<String>, in value: inout JSON, edit: (inout JSON) throws(Problem) -> Void
  ) throws(Problem) {
    guard let token = tokens.first else { return try edit(&value) }
    let rest = tokens.dropFirst()
    switch value {
    case .object(var object):
      guard var child = object[token] else { return }
      value = .null
      object[token] = .null
      defer { value = .object(object) }
      defer { object[token] = child }
      try descend(rest, in: &child, edit: edit)
    case .array(var elements):
      guard let place = JSONPointer.index(token) else { return }
      value = .null
      defer { value = .array(elements) }
      try descend(rest, in: &elements[place], edit: edit)
    default: return
    }
  }

  /// Names the first token of the path that leads nowhere.
  private static func missing(_ pointer: JSONPointer, in document: JSON) -> Problem {
    var reached = JSONPointer.root
    var value = document
    for token in pointer.tokens {
      let next = reached.appending(token)
      guard let child = document[next] else {
        switch value {
        case .object: return Problem(pointer: next, text: "there is no such member")
        case .array(let elements): return Problem(pointer: next, text: noPlace(elements))
        default: return Problem(pointer: next, text: "\(value.typeName) has no members")
        }
      }
      reached = next
      value = child
    }
    return Problem(pointer: pointer, text: "there is no such value")
  }

  private static func noPlace(_ elements: [JSON]) -> String {
    elements.isEmpty ? "the list is empty" : "the list has the places 0 to \(elements.count - 1) only"
  }
}
