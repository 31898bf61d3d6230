import Documents

/// Gives numbers the digits back that jq takes from them: it has doubles only, also of what no script touches.
struct ExactNumbers {
  /// Two numbers of a template that are one double.
  struct Ambiguity: Error {
    let numbers: [String]
  }

  /// The numbers that are one double, where one of them has more digits than that.
  private let numbers: [Double: [JSONNumber]]

  init(of template: JSON) {
    var numbers: [Double: [JSONNumber]] = [:]
    Self.visit(template) { number in
      let double = Self.double(number)
      if numbers[double]?.contains(number) != true { numbers[double, default: []].append(number) }
    }
    self.numbers = numbers.filter { entry in entry.value.contains { JSONNumber(entry.key) != $0 } }
  }

  func restored(in json: JSON) throws(Ambiguity) -> JSON {
    if numbers.isEmpty { return json }
    return try json.mapNumbers { (number) throws(Ambiguity) -> JSONNumber in
      guard let known = numbers[Self.double(number)] else { return number }
      guard known.count == 1 else { throw Ambiguity(numbers: known.map(\.lexeme)) }
      return known[0]
    }
  }

  /// What jq makes of it: of a number out of range the largest double.
  private static func double(_ number: JSONNumber) -> Double {
    let double = number.doubleValue
    return double.isInfinite
      ? double.sign == .minus ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude : double
  }

  private static func visit(_ json: JSON, _ body: (JSONNumber) -> Void) {
    switch json {
    case .number(let number): body(number)
    case .array(let elements): for element in elements { visit(element, body) }
    case .object(let object): for member in object.members { visit(member.value, body) }
    case .null, .bool, .string: break
    }
  }
}
