import Base

/// What may stand in a field of a log line. `Base.SecretValue` is not among the types that conform, so the compiler
/// refuses a secret as a field.
public protocol LogValue: Sendable {
  var logged: LoggedValue { get }
}

/// A field's value as logfmt and JSON know it.
public enum LoggedValue: Hashable, Sendable {
  case text(String)
  case integer(Int64)
  case decimal(Double)
  case flag(Bool)
}

extension String: LogValue {
  public var logged: LoggedValue { .text(self) }
}

extension Int: LogValue {
  public var logged: LoggedValue { .integer(Int64(self)) }
}

extension Int64: LogValue {
  public var logged: LoggedValue { .integer(self) }
}

extension Double: LogValue {
  public var logged: LoggedValue { .decimal(self) }
}

extension Bool: LogValue {
  public var logged: LoggedValue { .flag(self) }
}

extension Duration: LogValue {
  /// Seconds, to the millisecond.
  public var logged: LoggedValue {
    let (seconds, attoseconds) = components
    return .decimal(Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000)
  }
}

extension Timestamp: LogValue {
  public var logged: LoggedValue { .text(description) }
}

extension ObjectReference: LogValue {
  /// `GrafanaDashboard/monitoring/node-overview`.
  public var logged: LoggedValue { .text(path) }
}

extension Digest: LogValue {
  public var logged: LoggedValue { .text(short) }
}
