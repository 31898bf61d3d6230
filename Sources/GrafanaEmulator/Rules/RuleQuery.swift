internal import Documents

/// A query or expression of an alert rule.
struct RuleQuery: Sendable, Equatable {
  var refID: String
  var queryType: String
  /// Seconds before the evaluation.
  var from: Int
  var to: Int
  var dataSourceUID: String
  /// As it was sent, or as it is stored.
  var model: JSON

  /// What `datasourceUid` says for an expression.
  static let expressionUIDs: Set = ["-100", "__expr__"]

  private static let defaults: [(key: String, value: JSON)] = [
    ("intervalMs", 1000), ("maxDataPoints", 43200),
  ]

  init(_ value: JSON) throws(Refusal) {
    let fields = try RuleFieldReader(value)
    let range = RuleFieldReader(try fields.optionalObject("relativeTimeRange") ?? JSONObject())
    refID = try fields.text("refId")
    queryType = try fields.text("queryType")
    from = try range.wholeSeconds("from")
    to = try range.wholeSeconds("to")
    dataSourceUID = try fields.text("datasourceUid")
    model = fields["model"] ?? .null
  }

  var isExpression: Bool { Self.expressionUIDs.contains(dataSourceUID) }

  var json: JSON {
    [
      "refId": JSON(refID), "queryType": JSON(queryType),
      "relativeTimeRange": ["from": JSON(from), "to": JSON(to)], "datasourceUid": JSON(dataSourceUID),
      "model": model,
    ]
  }

  /// As it is stored: two members filled in where they are absent or zero, all sorted by name, the type of the query
  /// copied from the model.
  func stored(_ lens: Lens) throws(RuleFailure) -> RuleQuery {
    guard var members = model.objectValue else {
      throw .fault("invalid alert query \(refID): failed to unmarshal query model", lens)
    }
    for (key, value) in Self.defaults where members[key] == nil || members[key]?.intValue == 0 {
      members[key] = value
    }
    var result = self
    if queryType.isEmpty, let type = members["queryType"]?.stringValue { result.queryType = type }
    let bytes = StoredForm.bytes(.object(members), numbersAreDoubles: true)
    result.model = (try? JSONParser.parse(bytes)) ?? .object(members)
    guard isExpression || from > to else { throw rangeFailure(lens) }
    return result
  }

  private func rangeFailure(_ lens: Lens) -> RuleFailure {
    let (from, to) = (RuleDuration.goText(seconds: from), RuleDuration.goText(seconds: to))
    guard lens.rules.faultsAreClients else {
      return .fault(
        "invalid alert query \(refID): invalid relative time range: {From:\(from) To:\(to)}", lens)
    }
    return .joined(
      "invalid alert query \(refID): [alerting.alert-rule.invalidRelativeTime] Invalid alert rule query"
        + " \(refID): invalid relative time range [From: \(from), To: \(to)]")
  }

  /// Whether two queries are the same text: the order of members counts, as it does in Grafana.
  static func == (left: RuleQuery, right: RuleQuery) -> Bool {
    left.refID == right.refID && left.queryType == right.queryType && left.from == right.from
      && left.to == right.to && left.dataSourceUID == right.dataSourceUID
      && JSONWriter.bytes(left.model) == JSONWriter.bytes(right.model)
  }
}
