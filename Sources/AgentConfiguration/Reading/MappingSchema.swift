/// A mapping of the configuration: which keys it knows, and what holds between them.
final class MappingSchema: Sendable {
  /// A condition over several keys, or one that a kind cannot say.
  typealias Rule = @Sendable (MappingReading, inout SchemaReader) -> Void

  let fields: [String: ValueKind]
  let rules: [Rule]
  /// Keys that the agent refuses without a value.
  let neverNull: Set<String>

  init(_ parts: Fields..., rules: [Rule] = [], neverNull: Set<String> = []) {
    fields = Fields.joined(parts).kinds
    self.rules = rules
    self.neverNull = neverNull
  }

  /// The names in a fixed order, for suggestions.
  var names: [String] { fields.keys.sorted() }
}
