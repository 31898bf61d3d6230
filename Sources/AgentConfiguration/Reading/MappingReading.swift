import Base
import Documents

/// A mapping that was read: its known entries that are not null.
struct MappingReading {
  let node: YAMLNode
  let path: ConfigurationPath
  let entries: [String: YAMLEntry]

  func has(_ name: String) -> Bool { entries[name] != nil }

  func value(_ name: String) -> YAMLNode? { entries[name]?.value }

  /// A scalar as it is written.
  func text(_ name: String) -> String? { entries[name]?.value.scalar?.text }

  /// A scalar that says something.
  func filled(_ name: String) -> String? {
    guard let text = text(name), !text.isEmpty else { return nil }
    return text
  }

  /// Nil where it is not written or no boolean.
  func flag(_ name: String) -> Bool? { entries[name]?.value.scalar?.resolved.boolValue }

  /// The elements of a list; empty where it is not written.
  func elements(_ name: String) -> [YAMLNode] { entries[name]?.value.sequence ?? [] }

  /// The key, or the mapping where the key is not written.
  func position(_ name: String) -> Position { entries[name]?.key.position ?? node.position }

  /// A duration in the agent's own spelling, where a bare number counts nanoseconds.
  func goDuration(_ name: String) -> Duration? {
    guard let scalar = entries[name]?.value.scalar else { return nil }
    if case .number(let number) = scalar.resolved { return .nanoseconds(Int64(clamping: number.doubleValue)) }
    return GoDuration.parse(scalar.text)
  }

  func prometheusDuration(_ name: String) -> Duration? {
    text(name).flatMap(PrometheusDuration.parse)
  }

  /// How much a number is.
  func number(_ name: String) -> Double? {
    guard case .number(let number)? = entries[name]?.value.scalar?.resolved else { return nil }
    return number.doubleValue
  }
}

extension Int64 {
  /// The nearest whole number.
  fileprivate init(clamping number: Double) {
    self = number >= 9.2e18 ? .max : number <= -9.2e18 ? .min : Int64(number)
  }
}
