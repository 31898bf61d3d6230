/// What stands behind the name of a stage.
struct StageSchema: Sendable {
  enum Form: Sendable {
    case mapping(MappingSchema)
    /// Names of labels with what they are filled from.
    case labels
    /// A list of names that may not be empty.
    case names
    /// Metrics by their names.
    case metrics
    /// Nothing is read.
    case anything
  }

  let form: Form
  let decoding: ScalarDecoding
  /// Rules over a mapping, which hold where it is null as well.
  let rules: [MappingSchema.Rule]

  init(_ form: Form, _ decoding: ScalarDecoding = .exact) {
    self.form = form
    self.decoding = decoding
    rules = []
  }

  init(_ parts: Fields..., decoding: ScalarDecoding = .exact, rules: [MappingSchema.Rule] = []) {
    form = .mapping(MappingSchema(.joined(parts)))
    self.decoding = decoding
    self.rules = rules
  }
}
