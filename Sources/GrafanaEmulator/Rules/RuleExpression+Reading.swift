import Glibc

/// Words, signs and functions of math expressions.
extension RuleExpression {
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  static func call(_ name: String, _ value: Double) throws(Failure) -> Double {
    switch name {
    case "abs": abs(value)
    case "log": log(value)
    case "round": value.rounded()
    case "ceil": value.rounded(.up)
    case "floor": value.rounded(.down)
    case "is_nan", "is_null": value.isNaN ? 1 : 0
    case "is_inf": value.isInfinite ? 1 : 0
    case "is_number": value.isFinite ? 1 : 0
    default: throw Failure(message: "non existent function \(name)")
    }
  }
}
