import Base
import Documents

extension JSON {
  /// An object of the members that have a value.
  static func members(_ members: (String, JSON?)...) -> JSON {
    .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
  }

  static func text(_ text: String?) -> JSON? { text.map { .string($0) } }
  /// Left out where there are none.
  static func lines(_ lines: [String]) -> JSON? {
    lines.isEmpty ? nil : .array(lines.map { .string($0) })
  }
  static func whole(_ number: Int?) -> JSON? { number.map { .number(JSONNumber($0)) } }
  static func time(_ instant: Timestamp?) -> JSON? { instant.map { .string($0.precise) } }

  /// Seconds, to the millisecond.
  static func seconds(_ duration: Duration) -> JSON {
    JSONNumber(Amount.decimalSeconds(duration)).map { .number($0) } ?? .null
  }

  /// A flag that is left out where it is false.
  static func flag(_ flag: Bool) -> JSON? { flag ? .bool(true) : nil }

  static func reference(_ reference: ObjectReference) -> JSON {
    .members(
      ("kind", .string(reference.kind)), ("namespace", .string(reference.namespace)),
      ("name", .string(reference.name)))
  }

  static func revision(_ revision: RevisionSummary) -> JSON {
    .members(
      ("text", .string(revision.text)), ("commit", .string(revision.commit)),
      ("author", .string(revision.author)), ("subject", .string(revision.subject)),
      ("committed", .time(revision.committed)))
  }
}
