/// What a program lets pass in a part of its configuration.
enum Leniency: Comparable {
  case none
  /// Keys that it does not know are dropped without a word: integrations of the agent below their first level.
  case unknownKeys
  /// Names of keys in any case of letters and texts for numbers as well: stages, which mapstructure reads.
  case types
}
