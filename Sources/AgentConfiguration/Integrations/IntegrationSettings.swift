/// The keys of one integration beside those that all have, and what the agent asks of them.
struct IntegrationSettings: Sendable {
  let fields: Fields
  /// Run when the file is read.
  let readingRules: [MappingSchema.Rule]
  /// Run only where the integration runs; a refusal ends the agent.
  let rules: [MappingSchema.Rule]
  /// Those of `KnownIntegration.useful` whose absence the rules tell in words of their own.
  let explained: Set<String>

  init(
    _ parts: Fields..., reading: [MappingSchema.Rule] = [], rules: [MappingSchema.Rule] = [],
    explained: Set<String> = []
  ) {
    self.explained = explained
    fields = .joined(parts)
    readingRules = reading
    self.rules = rules
  }
}
