/// Where random numbers come from, so that tests can own them.
public protocol RandomSource: Sendable {
  /// Bytes that nobody can guess.
  func bytes(_ count: Int) -> [UInt8]

  /// A number from 0 up to, but not including, 1.
  func unit() -> Double
}

/// The kernel's random numbers.
public struct SystemRandom: RandomSource {
  public init() {}

  public func bytes(_ count: Int) -> [UInt8] {
    // SystemRandomNumberGenerator reads getrandom(2) on Linux (Swift standard library documentation).
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  public func unit() -> Double { Double.random(in: 0..<1) }
}
