internal import Documents

/// What one manager set, by which kind of request and in which API version.
struct ManagedFieldsEntry: Sendable {
  enum Operation: String, Sendable {
    case update = "Update"
    case apply = "Apply"
  }

  let manager: String
  let operation: Operation
  let apiVersion: String
  let time: Moment
  var fields: FieldSet

  func write(into output: inout [UInt8]) {
    let front: JSON = [
      "manager": JSON(manager), "operation": JSON(operation.rawValue), "apiVersion": JSON(apiVersion),
      "time": JSON(time.text), "fieldsType": "FieldsV1",
    ]
    output.append(contentsOf: JSONWriter.bytes(front).dropLast())
    output.append(contentsOf: #","fieldsV1":"#.utf8)
    output.append(contentsOf: fields.text)
    output.append(UInt8(ascii: "}"))
  }
}

extension [ManagedFieldsEntry] {
  /// The entries after a write [12.4 kubernetes_apis]. An update owns what it changed or added, an apply all that it
  /// named; the others lose what was changed; what is gone is nobody's.
  /// - Parameters:
  ///   - writer: with the places that an apply names.
  ///   - present: the places of the object after the write.
  ///   - changed: those among them that are new or whose value is.
  func recording(_ writer: ManagedFieldsEntry, present: FieldSet, changed: FieldSet) -> [ManagedFieldsEntry] {
    var own = writer
    if writer.operation == .update { own.fields = changed }
    var result: [ManagedFieldsEntry] = []
    for var entry in self {
      if entry.manager == writer.manager, entry.operation == writer.operation {
        if writer.operation == .update { own.fields = entry.fields.intersection(present).union(own.fields) }
        continue
      }
      entry.fields = entry.fields.intersection(present).subtracting(changed)
      if !entry.fields.isEmpty { result.append(entry) }
    }
    if !own.fields.isEmpty { result.append(own) }
    return result.sorted { ($0.operation.rawValue, $0.manager) < ($1.operation.rawValue, $1.manager) }
  }
}
