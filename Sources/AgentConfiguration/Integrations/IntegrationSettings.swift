/// The keys of one integration beside those that all have, and what the agent asks of them.
struct IntegrationSettings: Sendable {
  let fields: Fields
  /// Run when the file is read.
  let readingRules: [MappingSchema.Rule]
  /// Run only where the integration runs; a refusal ends the agent.
  let rules: [MappingSchema.Rule]

  init(_ parts: Fields..., reading: [MappingSchema.Rule] = [], rules: [MappingSchema.Rule] = []) {
    fields = .joined(parts)
    readingRules = reading
    self.rules = rules
  }
}
