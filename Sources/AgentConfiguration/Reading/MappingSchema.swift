/// A mapping of the configuration: which keys it knows, and what holds between them.
final class MappingSchema: Sendable {
  /// A condition over several keys, or one that a kind cannot say.
  typealias Rule = @Sendable (MappingReading, inout SchemaReader) -> Void

  let fields: [String: ValueKind]
  let rules: [Rule]

  init(_ parts: Fields..., rules: [Rule] = []) {
    fields = Fields.joined(parts).kinds
    self.rules = rules
  }

  /// The names in a fixed order, for suggestions.
  var names: [String] { fields.keys.sorted() }
}
