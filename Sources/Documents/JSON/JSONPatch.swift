/// A list of operations on a document (RFC 6902).
public struct JSONPatch: Sendable {
  /// One step of a patch.
  public enum Operation: Sendable {
    /// Sets a member, or inserts an element before the place (`-` appends).
    case add(JSONPointer, JSON)
    case remove(JSONPointer)
    case replace(JSONPointer, JSON)
    case move(from: JSONPointer, to: JSONPointer)
    case copy(from: JSONPointer, to: JSONPointer)
    /// Fails where the value is another.
    case test(JSONPointer, JSON)
  }

  public let operations: [Operation]

  public init(_ operations: [Operation]) { self.operations = operations }

  /// Reads the JSON form: a list of objects with `op`, `path`, and `value` or `from`. Other members are passed over,
  /// as the RFC asks.
  public init(_ json: JSON) throws(JSONPatchError) {
    guard let elements = json.arrayValue else {
      throw JSONPatchError(
        operation: 0, pointer: .root, problem: "a patch is a list of operations, not \(json.typeName)")
    }
    var operations: [Operation] = []
    for (index, element) in elements.enumerated() { operations.append(try Self.operation(element, index)) }
    self.operations = operations
  }

  /// The patched document. Nothing is kept of a patch that fails.
  public func apply(to document: JSON) throws(JSONPatchError) -> JSON {
    var result = document
    for (index, operation) in operations.enumerated() {
      do throws(JSONEdit.Problem) {
        try operation.apply(to: &result)
      } catch {
        throw JSONPatchError(operation: index, pointer: error.pointer, problem: error.text)
      }
    }
    return result
  }

  private static func operation(_ json: JSON, _ index: Int) throws(JSONPatchError) -> Operation {
    func refuse(_ problem: String) -> JSONPatchError {
      JSONPatchError(operation: index, pointer: .root, problem: problem)
    }
    func pointer(_ name: String) throws(JSONPatchError) -> JSONPointer {
      guard let text = json[name]?.stringValue else { throw refuse("\(name) is missing or no string") }
      guard let pointer = JSONPointer(parsing: text) else {
        throw refuse("\(name) is no JSON pointer: \"\(text)\" (it begins with /, and ~ is written ~0)")
      }
      return pointer
    }
    func value() throws(JSONPatchError) -> JSON {
      guard let value = json["value"] else { throw refuse("value is missing") }
      return value
    }
    guard json.objectValue != nil else { throw refuse("an operation is an object, not \(json.typeName)") }
    guard let name = json["op"]?.stringValue else { throw refuse("op is missing or no string") }
    switch name {
    case "add": return .add(try pointer("path"), try value())
    case "remove": return .remove(try pointer("path"))
    case "replace": return .replace(try pointer("path"), try value())
    case "move": return .move(from: try pointer("from"), to: try pointer("path"))
    case "copy": return .copy(from: try pointer("from"), to: try pointer("path"))
    case "test": return .test(try pointer("path"), try value())
    default: throw refuse("op \"\(name)\" is none of add, remove, replace, move, copy, test")
    }
  }
}

extension JSONPatch.Operation {
  fileprivate func apply(to document: inout JSON) throws(JSONEdit.Problem) {
    switch self {
    case .add(let path, let value): try JSONEdit.add(value, at: path, in: &document)
    case .remove(let path): _ = try JSONEdit.remove(path, in: &document)
    case .replace(let path, let value): try JSONEdit.replace(path, with: value, in: &document)
    case .move(let from, let path):
      guard from == path || !from.isPrefix(of: path) else {
        throw JSONEdit.Problem(pointer: path, text: "a value cannot be moved into itself")
      }
      let value = try JSONEdit.remove(from, in: &document)
      try JSONEdit.add(value, at: path, in: &document)
    case .copy(let from, let path):
      try JSONEdit.add(try JSONEdit.value(at: from, in: document), at: path, in: &document)
    case .test(let path, let expected):
      let value = try JSONEdit.value(at: path, in: document)
      guard value == expected else {
        throw JSONEdit.Problem(pointer: path, text: "the value is not the one that the test expects")
      }
    }
  }
}
