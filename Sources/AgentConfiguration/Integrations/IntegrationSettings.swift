/// The keys of one integration beside those that all have, and what the agent asks of them when it starts it.
struct IntegrationSettings: Sendable {
  let fields: Fields
  /// Run only where the integration runs; a refusal ends the agent.
  let rules: [MappingSchema.Rule]

  init(_ parts: Fields..., rules: [MappingSchema.Rule] = []) {
    fields = .joined(parts)
    self.rules = rules
  }
}
