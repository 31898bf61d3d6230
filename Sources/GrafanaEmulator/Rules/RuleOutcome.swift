internal import Documents

/// What the queries of a rule come to. No data source is ever reached, so that a query of one is always a failure; what
/// has a value is expressions of constants.
enum RuleOutcome: Sendable {
  case value(Double)
  case failure(Failure)

  struct Failure: Error, Sendable {
    let text: String
    /// The query that failed and its data source; nil where the rule itself is wrong.
    var query: (refID: String, dataSourceUID: String)?

    init(_ text: String, _ query: RuleQuery? = nil) {
      self.text = text
      self.query = query.map { ($0.refID, $0.dataSourceUID) }
    }
  }

  /// - Parameter moment: when the evaluation is meant to run.
  init(of rule: AlertRule, at moment: Moment, _ workspace: Workspace) {
    do throws(Failure) {
      self = .value(try Self.value(of: rule, at: moment, workspace))
    } catch {
      self = .failure(error)
    }
  }

  private static func value(
    of rule: AlertRule, at moment: Moment, _ workspace: Workspace
  ) throws(Failure) -> Double {
    let names = rule.queries.map(\.refID)
    guard names.contains(rule.condition) else {
      throw Failure(
        "condition \(rule.condition) does not exist, must be one of [\(names.joined(separator: " "))]")
    }
    guard Set(names).count == names.count else {
      throw Failure("refId is not unique among [\(names.joined(separator: " "))]")
    }
    for query in rule.queries where !query.isExpression {
      throw failure(of: query, at: moment, workspace)
    }
    var values: [String: Double] = [:]
    var waiting = rule.queries
    while !waiting.isEmpty {
      let ready = waiting.filter { references(of: $0).isSubset(of: values.keys) }
      guard !ready.isEmpty else { throw stuck(waiting, names) }
      for query in ready { values[query.refID] = try value(of: query, values) }
      waiting.removeAll { query in values[query.refID] != nil }
    }
    return values[rule.condition] ?? .nan
  }

  // MARK: Data sources

  private static func failure(of query: RuleQuery, at moment: Moment, _ workspace: Workspace) -> Failure {
    guard let source = workspace.dataSources.values.first(where: { $0.uid == query.dataSourceUID }) else {
      return Failure("failed to build query '\(query.refID)': data source not found", query)
    }
    let isRange = query.model["range"]?.boolValue ?? !(query.model["instant"]?.boolValue ?? false)
    let base = source.url.hasSuffix("/") ? String(source.url.dropLast()) : source.url
    let isPrometheus = source.type == "prometheus"
    var address = isPrometheus ? "\(base)/api/v1/query\(isRange ? "_range" : "")" : base
    let rule = workspace.lens.rules.states.failure
    if rule == .pluginWithQuery, isPrometheus, !isRange {
      let expression = query.model["expr"]?.stringValue ?? ""
      address += "?query=\(escaped(expression))&time=\(moment.nanoseconds / 1_000_000_000)"
    }
    let text = "Post \"\(address)\": \(Unreachable.text(source.url))"
    switch rule {
    case .plain: return Failure("failed to execute query \(query.refID): \(text)", query)
    case .plugin, .pluginWithQuery:
      return Failure("[plugin.downstreamError] failed to query data: \(text)", query)
    case .expression:
      return Failure("[sse.dataQueryError] failed to execute query [\(query.refID)]: \(text)", query)
    }
  }

  /// As in the query of an address.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "~": result.unicodeScalars.append(scalar)
      case " ": result += "+"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }

  // MARK: Expressions

  private static func references(of query: RuleQuery) -> Set<String> {
    let text = query.model["expression"]?.stringValue ?? ""
    if query.model["type"]?.stringValue == "math" { return RuleExpression.variables(in: text) }
    return text.isEmpty ? [] : [text.hasPrefix("$") ? String(text.dropFirst()) : text]
  }

  private static func stuck(_ waiting: [RuleQuery], _ names: [String]) -> Failure {
    for query in waiting {
      if let missing = references(of: query).subtracting(names).min() {
        return Failure("unable to find dependent node '\(missing)'", query)
      }
    }
    let name = waiting.first?.refID ?? ""
    return Failure("failed to build query '\(name)': expression is part of a cycle", waiting.first)
  }

  private static func value(of query: RuleQuery, _ values: [String: Double]) throws(Failure) -> Double {
    let text = query.model["expression"]?.stringValue ?? ""
    let input = references(of: query).first.flatMap { values[$0] }
    switch query.model["type"]?.stringValue ?? "" {
    case "math":
      do throws(RuleExpression.Failure) {
        return try RuleExpression.value(of: text, values)
      } catch {
        throw Failure("failed to parse expression '\(query.refID)': \(error.message)", query)
      }
    case "reduce":
      guard let input else { throw Failure("no expression ID is specified to reduce", query) }
      return input
    case "threshold":
      guard let input else {
        throw Failure("no variable specified to reference for refId \(query.refID)", query)
      }
      return try threshold(query, input)
    case let type:
      // Classic conditions and resampling want series, which nothing here yields.
      throw Failure(
        "expression \(query.refID) of type '\(type)' can only take type series, got type number", query)
    }
  }

  private static func threshold(_ query: RuleQuery, _ input: Double) throws(Failure) -> Double {
    let evaluator = query.model["conditions"]?[0]?["evaluator"]
    var limits: [Double] = []
    for case .number(let number) in evaluator?["params"]?.arrayValue ?? [] {
      limits.append(number.doubleValue)
    }
    let type = evaluator?["type"]?.stringValue ?? ""
    let count = type.hasSuffix("_range") ? 2 : 1
    guard limits.count >= count else {
      throw Failure("incorrect number of arguments for threshold '\(type)'", query)
    }
    let isMet: Bool
    switch type {
    case "gt": isMet = input > limits[0]
    case "lt": isMet = input < limits[0]
    case "gte": isMet = input >= limits[0]
    case "lte": isMet = input <= limits[0]
    case "eq": isMet = input == limits[0]
    case "ne": isMet = input != limits[0]
    case "within_range": isMet = input > limits[0] && input < limits[1]
    case "outside_range": isMet = input < limits[0] || input > limits[1]
    default:
      throw Failure(
        "expected threshold function to be one of [gt, lt, within_range, outside_range], got \(type)", query)
    }
    return isMet ? 1 : 0
  }
}
