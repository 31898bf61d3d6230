import Platform

/// Random numbers that are always the same.
public struct FixedRandom: RandomSource {
  private let value: Double

  /// - Parameter value: what `unit` gives, from 0 up to, but not including, 1.
  public init(_ value: Double = 0.5) {
    self.value = value
  }

  public func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }
  public func unit() -> Double { value }
}
