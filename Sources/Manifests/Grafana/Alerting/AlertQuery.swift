import Base
import Documents

/// One query or expression of an alert rule.
public struct AlertQuery: Sendable {
  public let refID: String
  public let datasourceUID: String
  public let queryType: String
  /// Seconds before now; nil where the manifest leaves it open.
  public let timeRange: (from: Int, to: Int)?
  /// The query as the data source's plugin reads it.
  public let model: JSONObject
  public let origin: SourceLocation

  /// How rules name Grafana's own expressions instead of a data source (reference grafana-http-api.md section 6.2).
  public static let expressionUIDs: Set<String> = ["-100", "__expr__"]

  public var isExpression: Bool { Self.expressionUIDs.contains(datasourceUID) }
}

extension AlertQuery {
  init?(_ fields: FieldReader) {
    origin = fields.document.location(fields.node.position)
    let refID = fields.requiredString("refId", remedy: "give the query a letter, such as A")
    let uid = fields.requiredString(
      "datasourceUid", remedy: "write the data source's uid, or __expr__ for an expression")
    queryType = fields.string("queryType") ?? ""
    timeRange = fields.object("relativeTimeRange") { range -> (from: Int, to: Int)? in
      let (from, to) = (range.integer("from") ?? 0, range.integer("to") ?? 0)
      if from < 0 || to < 0 || (from <= to && !(from == 0 && to == 0)) {
        range.error(
          "invalid-value", at: "from",
          "\(range.path) does not go from earlier to later: \(from) s to \(to) s before now",
          remedy: "write for example from: 600 and to: 0")
        return nil
      }
      return (from, to)
    }
    if !fields.has("model") { fields.missing("model", remedy: "write the query as Grafana exports it") }
    let model = fields.json("model")
    if let model, model.objectValue == nil {
      fields.error(
        "wrong-type", at: "model", "\(fields.qualified("model")) must be a mapping, found \(model.typeName)",
        remedy: "write the query as Grafana exports it")
    }
    guard let refID, let uid, let model = model?.objectValue else { return nil }
    self.refID = refID
    datasourceUID = uid
    self.model = model
    if isExpression { ExpressionCheck(model, fields).run() }
    // Servers refuse a range of nothing for all but expressions.
    if !isExpression, timeRange.map({ $0.from == 0 && $0.to == 0 }) ?? !fields.has("relativeTimeRange") {
      fields.error(
        "missing-field", at: fields.has("relativeTimeRange") ? "relativeTimeRange" : nil,
        "\(fields.qualified("relativeTimeRange")) is needed: the query would cover no time",
        remedy: "write for example relativeTimeRange: {from: 600, to: 0}")
    }
  }
}

extension AlertQuery {
  /// The queries that an expression takes its input from; empty for queries of data sources and for expressions whose
  /// input cannot be told (SQL).
  var inputs: [String] {
    guard isExpression else { return [] }
    switch model["type"]?.stringValue {
    case "math": return Self.variables(model["expression"]?.stringValue ?? "")
    case "reduce", "resample", "threshold":
      let name = model["expression"]?.stringValue ?? ""
      return name.isEmpty ? [] : [name.hasPrefix("$") ? Self.variables(name).first ?? "" : name]
    case "classic_conditions":
      return (model["conditions"]?.arrayValue ?? []).compactMap { $0["query"]?["params"]?[0]?.stringValue }
    default: return []
    }
  }

  /// `$A` and `${Long name}`.
  private static func variables(_ expression: String) -> [String] {
    var names: [String] = []
    var rest = expression[...]
    while let dollar = rest.firstIndex(of: "$") {
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "{" {
        guard let end = rest.firstIndex(of: "}") else { break }
        names.append(String(rest[rest.index(after: rest.startIndex)..<end]))
        rest = rest[end...]
      } else {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if !name.isEmpty { names.append(String(name)) }
        rest = rest[name.endIndex...]
      }
    }
    return names
  }

  /// Expressions with inputs that no query of the rule has.
  static func missingInputs(in queries: [AlertQuery]) -> [(query: String, missing: String)] {
    let names = Set(queries.map(\.refID))
    return queries.flatMap { query in
      query.inputs.filter { !names.contains($0) }.map { (query.refID, $0) }
    }
  }

  /// Expressions that take their input from each other, sorted; nil where none do.
  static func circle(in queries: [AlertQuery]) -> [String]? {
    var open = Dictionary(queries.map { ($0.refID, Set($0.inputs)) }, uniquingKeysWith: { first, _ in first })
    open = open.mapValues { $0.intersection(open.keys) }
    // What needs nothing that is still open can be evaluated; the rest waits for itself.
    while let ready = open.first(where: { $0.value.isDisjoint(with: open.keys) }) { open[ready.key] = nil }
    // What only follows from the circle is not part of it.
    while let end = open.keys.first(where: { name in !open.values.contains { $0.contains(name) } }) {
      open[end] = nil
    }
    return open.isEmpty ? nil : open.keys.sorted()
  }
}
