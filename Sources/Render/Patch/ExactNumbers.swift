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
    switch json {
    case .number(let number):
      guard let known = numbers[Self.double(number)] else { return json }
      guard known.count == 1 else { throw Ambiguity(numbers: known.map(\.lexeme)) }
      return .number(known[0])
    case .array(let elements):
      var restored: [JSON] = []
      for element in elements { restored.append(try self.restored(in: element)) }
      return .array(restored)
    case .object(let object):
      var restored = object
      for member in object.members { restored[member.key] = try self.restored(in: member.value) }
      return .object(restored)
    case .null, .bool, .string: return json
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
