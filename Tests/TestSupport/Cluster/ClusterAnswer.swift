import Base
import Documents
import HTTPServer

/// A refusal of an API server: an HTTP status and an object of the kind `Status`.
struct ClusterAnswer: Error, Sendable {
  let code: Int
  let reason: String
  let message: String
  var details: JSON = [:]

  var response: ServerResponse {
    .json(
      [
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
        "message": .string(message),
        "reason": .string(reason), "details": details, "code": .number(JSONNumber(code)),
      ], status: code)
  }

  static func badRequest(_ message: String) -> ClusterAnswer {
    ClusterAnswer(code: 400, reason: "BadRequest", message: message)
  }

  static func notFound(_ resource: String, _ name: String) -> ClusterAnswer {
    ClusterAnswer(
      code: 404, reason: "NotFound", message: "\(resource) \"\(name)\" not found",
      details: ["name": .string(name), "kind": .string(resource)])
  }

  static func alreadyExists(_ schema: ClusterSchema, _ name: String) -> ClusterAnswer {
    ClusterAnswer(
      code: 409, reason: "AlreadyExists", message: "\(schema.qualified) \"\(name)\" already exists",
      details: ["name": .string(name), "kind": .string(schema.resource)])
  }

  static func conflict(_ schema: ClusterSchema, _ name: String, _ why: String) -> ClusterAnswer {
    ClusterAnswer(
      code: 409, reason: "Conflict",
      message: "Operation cannot be fulfilled on \(schema.qualified) \"\(name)\": \(why)",
      details: ["name": .string(name), "kind": .string(schema.resource)])
  }

  /// apimachinery util/managedfields/internal/conflict.go
  static func applyConflict(
    _ schema: ClusterSchema,
    _ conflicts: [(path: ClusterFieldPath, manager: ClusterObjectStore.Manager, time: Timestamp)]
  ) -> ClusterAnswer {
    let causes = conflicts.sorted { $0.path.text < $1.path.text }.map { conflict -> JSON in
      var manager = "\"\(conflict.manager.name)\""
      if !conflict.manager.subresource.isEmpty {
        manager += " with subresource \"\(conflict.manager.subresource)\""
      }
      if conflict.manager.operation == "Update" {
        manager += " using \(schema.apiVersion) at \(conflict.time)"
      }
      return [
        "reason": "FieldManagerConflict", "message": .string("conflict with \(manager)"),
        "field": .string(conflict.path.text),
      ]
    }
    let noun = causes.count == 1 ? "conflict" : "conflicts"
    return ClusterAnswer(
      code: 409, reason: "Conflict", message: "Apply failed with \(causes.count) \(noun)",
      details: ["causes": .array(causes)])
  }

  static func invalid(
    _ schema: ClusterSchema, _ name: String, _ causes: [(field: String, message: String)]
  ) -> ClusterAnswer {
    let kind = schema.group.isEmpty ? schema.kind : "\(schema.kind).\(schema.group)"
    return ClusterAnswer(
      code: 422, reason: "Invalid",
      message: "\(kind) \"\(name)\" is invalid: "
        + causes.map { "\($0.field): \($0.message)" }.joined(separator: ", "),
      details: [
        "name": .string(name), "kind": .string(schema.kind),
        "causes": .array(
          causes.map {
            ["reason": "FieldValueInvalid", "message": .string($0.message), "field": .string($0.field)]
          }),
      ])
  }

  static func forbidden(_ schema: ClusterSchema, _ verb: String, _ name: String, _ namespace: String)
    -> ClusterAnswer
  {
    let what = name.isEmpty ? schema.qualified : "\(schema.qualified) \"\(name)\""
    return ClusterAnswer(
      code: 403, reason: "Forbidden",
      message:
        "\(what) is forbidden: User \"system:serviceaccount:monitoring:sluice\" cannot \(verb) resource "
        + "\"\(schema.resource)\" in API group \"\(schema.group)\" in the namespace \"\(namespace)\"",
      details: ["name": .string(name), "kind": .string(schema.resource)])
  }
}

extension ServerResponse {
  static func json(_ body: JSON, status: Int = 200) -> ServerResponse {
    ServerResponse(
      status: status, headers: HeaderFields([("Content-Type", "application/json")]),
      body: JSONWriter.bytes(body))
  }
}
