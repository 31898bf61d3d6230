internal import Base
internal import Documents

extension FaultPlan {
  /// Reads a document such as
  ///
  ///     {"seed": 7, "rules": [
  ///       {"method": "POST", "path": "/api/dashboards/*", "every": 3, "times": 5,
  ///        "effect": {"status": 429, "retryAfterSeconds": 2}},
  ///       {"path": "/apis/*", "probability": 0.1, "effect": {"cut": "after"}},
  ///       {"effect": {"latencyMilliseconds": 250}}]}
  ///
  /// An effect has `latencyMilliseconds` and at most one of `status` (with `message`, `html`, `retryAfterSeconds`,
  /// `carriedOut`), `cut` (`before` or `after`) and `expiredToken`. Unknown names are refused.
  public static func parse(_ bytes: [UInt8]) throws(FaultPlanError) -> FaultPlan {
    let document: JSON
    do {
      document = try JSONParser.parse(bytes)
    } catch {
      throw FaultPlanError(place: "", problem: "the faults are not JSON: \(error)")
    }
    let top = FaultReader(document, at: "")
    try top.allow(["seed", "rules"])
    var rules: [FaultRule] = []
    for (index, rule) in try top.list("rules").enumerated() {
      rules.append(try FaultReader(rule, at: "rules[\(index)]").rule())
    }
    return FaultPlan(rules, seed: UInt64(try top.number("seed") ?? 1))
  }
}

/// One object of the document and where it stands.
private struct FaultReader {
  private let value: JSON
  private let place: String

  init(_ value: JSON, at place: String) {
    self.value = value
    self.place = place
  }

  func rule() throws(FaultPlanError) -> FaultRule {
    try allow(["method", "path", "bodyText", "skip", "every", "times", "probability", "effect"])
    guard let effect = value["effect"] else { throw problem("effect", "is missing") }
    var rule = FaultRule(
      method: try text("method")?.uppercased(), path: try text("path"),
      try FaultReader(effect, at: place + ".effect").effect())
    rule.bodyText = try text("bodyText")
    rule.skip = try number("skip") ?? 0
    rule.every = try number("every") ?? 1
    guard rule.every > 0 else { throw problem("every", "must be 1 or more") }
    rule.times = try number("times")
    if let given = value["probability"] {
      guard case .number(let number) = given, (0...1).contains(number.doubleValue) else {
        throw problem("probability", "must be a number from 0 to 1")
      }
      rule.probability = number.doubleValue
    }
    return rule
  }

  private func effect() throws(FaultPlanError) -> FaultEffect {
    try allow([
      "latencyMilliseconds", "status", "message", "html", "retryAfterSeconds", "carriedOut", "cut",
      "expiredToken",
    ])
    let given = ["status", "cut", "expiredToken"].filter { value[$0] != nil }
    guard given.count < 2 else { throw problem("", "\(given[0]) and \(given[1]) exclude each other") }
    var effect = try outcome()
    effect.latencyMilliseconds = try number("latencyMilliseconds") ?? 0
    effect.isCarriedOut = try flag("carriedOut")
    return effect
  }

  private func outcome() throws(FaultPlanError) -> FaultEffect {
    if let status = try number("status") {
      guard (200...599).contains(status) else { throw problem("status", "must be from 200 to 599") }
      if try flag("html") {
        return FaultEffect(
          .answer(
            status: status, contentType: "text/html",
            body: "<html><body><h1>\(status)</h1></body></html>\n",
            retryAfterSeconds: try number("retryAfterSeconds")))
      }
      return .status(
        status, message: try text("message") ?? "injected fault",
        retryAfterSeconds: try number("retryAfterSeconds"))
    }
    let lost = ["message", "html", "retryAfterSeconds", "carriedOut"].first { value[$0] != nil }
    if let lost { throw problem(lost, "has no effect without status") }
    switch try text("cut") {
    case "before": return .cutBefore
    case "after": return .cutAfter
    case nil: return try flag("expiredToken") ? .expiredToken : FaultEffect()
    case let other?: throw problem("cut", "is \(other), but must be before or after")
    }
  }

  func allow(_ names: [String]) throws(FaultPlanError) {
    guard let object = value.objectValue else {
      throw problem("", "must be an object, not \(value.typeName)")
    }
    guard let unknown = object.keys.first(where: { !names.contains($0) }) else { return }
    throw problem("", "unknown field \(unknown)\(NearestName.suggestion(for: unknown, among: names))")
  }

  func list(_ name: String) throws(FaultPlanError) -> [JSON] {
    guard let given = value[name] else { throw problem(name, "is missing") }
    guard let elements = given.arrayValue else {
      throw problem(name, "must be a list, not \(given.typeName)")
    }
    return elements
  }

  func number(_ name: String) throws(FaultPlanError) -> Int? {
    guard let given = value[name] else { return nil }
    guard let number = given.intValue, number >= 0 else {
      throw problem(name, "must be a whole number from 0 on")
    }
    return number
  }

  private func flag(_ name: String) throws(FaultPlanError) -> Bool {
    guard let given = value[name] else { return false }
    guard let flag = given.boolValue else {
      throw problem(name, "must be true or false, not \(given.typeName)")
    }
    return flag
  }

  private func text(_ name: String) throws(FaultPlanError) -> String? {
    guard let given = value[name] else { return nil }
    guard let text = given.stringValue else { throw problem(name, "must be a string, not \(given.typeName)") }
    return text
  }

  private func problem(_ name: String, _ text: String) -> FaultPlanError {
    let path = name.isEmpty ? place : place.isEmpty ? name : "\(place).\(name)"
    return FaultPlanError(place: path, problem: text)
  }
}
