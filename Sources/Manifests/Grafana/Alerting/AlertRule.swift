import Base
import Documents

/// One rule of a `GrafanaAlertRuleGroup` (reference grafana-operator.md section 2.5).
public struct AlertRule: Sendable {
  /// What a rule becomes when its query brings nothing.
  public enum NoDataState: String, CaseIterable, Sendable {
    case alerting = "Alerting"
    case noData = "NoData"
    case ok = "OK"
    case keepLast = "KeepLast"
  }

  /// What a rule becomes when its query fails.
  public enum ErrorState: String, CaseIterable, Sendable {
    case ok = "OK"
    case alerting = "Alerting"
    case error = "Error"
    case keepLast = "KeepLast"
  }

  /// Makes a recording rule of it.
  public struct Record: Sendable {
    public let from: String
    public let metric: String
    public let targetDatasourceUID: String?
  }

  public let origin: SourceLocation
  public let uid: String
  public let title: String
  public let condition: String
  public let queries: [AlertQuery]
  public let noDataState: NoDataState
  public let errorState: ErrorState
  /// How long the condition has to hold.
  public let pending: Duration
  public let keepFiringFor: Duration?
  public let isPaused: Bool
  public let labels: [String: String]
  public let annotations: [String: String]
  public let missingSeriesEvaluations: Int?
  public let record: Record?
  public let notification: RuleNotification?
}

extension AlertRule {
  /// The longest title that servers take (reference grafana-http-api.md section 6.2).
  private static let longestTitle = 190

  init?(_ fields: FieldReader) {
    origin = fields.document.location(fields.node.position)
    // Upstream accepts these two and ignores them: Grafana reads the annotations.
    for (name, annotation) in [("dashboardUid", "__dashboardUid__"), ("panelId", "__panelId__")] {
      fields.ignore(name)
      if fields.has(name) {
        fields.warning(
          "ignored-field", at: name, "\(fields.qualified(name)) has no effect",
          remedy: "write it as the annotation \(annotation)")
      }
    }
    let uid = fields.has("uid") ? fields.uid("uid") : nil
    if !fields.has("uid") {
      fields.missing("uid", remedy: "give the rule a uid, so that it keeps its history")
    }
    let title = fields.requiredString("title", remedy: "give the rule a title")
    if let title, title.count > Self.longestTitle {
      fields.error(
        "invalid-value", at: "title",
        "\(fields.qualified("title")) has more than \(Self.longestTitle) characters",
        remedy: "write a shorter title")
    }
    record = fields.object("record") { record -> Record? in
      let from = record.requiredString("from", remedy: "name the refId whose result is recorded")
      let metric = record.requiredString("metric", remedy: "name the metric that is written")
      let target = record.string("targetDatasourceUid")
      guard let from, let metric else { return nil }
      return Record(from: from, metric: metric, targetDatasourceUID: target)
    }
    let condition = fields.requiredString("condition", remedy: "name the refId that decides")
    queries = fields.objects("data") { AlertQuery($0) } ?? []
    let written = fields.elements("data")?.count ?? 0
    if written == 0 {
      fields.error(
        "missing-field", at: fields.has("data") ? "data" : nil, "\(fields.qualified("data")) has no queries",
        remedy: "write at least one query")
    }
    noDataState = Self.required("noDataState", of: NoDataState.self, fields) ?? .noData
    errorState = Self.required("execErrState", of: ErrorState.self, fields) ?? .error
    pending = fields.grafanaDuration("for") ?? .zero
    keepFiringFor = fields.grafanaDuration("keepFiringFor")
    isPaused = fields.bool("isPaused") ?? false
    labels = fields.stringMap("labels") ?? [:]
    annotations = fields.stringMap("annotations") ?? [:]
    missingSeriesEvaluations = fields.integer("missingSeriesEvalsToResolve")
    notification = fields.object("notificationSettings") { RuleNotification($0) }
    guard let uid, let title, let condition, written > 0, queries.count == written else { return nil }
    self.uid = uid
    self.title = title
    self.condition = condition
    check(fields)
  }

  private static func required<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type, _ fields: FieldReader
  ) -> Choice? where Choice.RawValue == String {
    if !fields.has(name) {
      fields.missing(name, remedy: "write one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return fields.choice(name, of: type)
  }

  /// What servers accept and only the rule's health tells (reference grafana-http-api.md section 18).
  private func check(_ fields: FieldReader) {
    let names = queries.map(\.refID)
    let twice = Set(names.filter { name in names.count { $0 == name } > 1 }).sorted()
    for name in twice {
      fields.error(
        "duplicate-query", at: "data", "\(fields.qualified("data")) has the refId \(name) more than once",
        remedy: "give each query a refId of its own")
    }
    let named = [("condition", condition)] + (record.map { [("record.from", $0.from)] } ?? [])
    for (field, name) in named where !names.contains(name) {
      fields.error(
        "unknown-query", at: String(field.prefix { $0 != "." }),
        "\(fields.qualified(field)) names the query \(name), which the rule does not have"
          + NearestName.suggestion(for: name, among: names),
        remedy: "write one of \(names.joined(separator: ", "))")
    }
    if let circle = AlertQuery.circle(in: queries) {
      fields.error(
        "query-circle", at: "data", "the expressions \(circle.joined(separator: ", ")) need each other",
        remedy: "let one of them use a query")
    }
    for (query, missing) in AlertQuery.missingInputs(in: queries) {
      fields.error(
        "unknown-query", at: "data", "the expression \(query) uses \(missing), which the rule does not have",
        remedy: "write one of \(names.joined(separator: ", "))")
    }
    checkLabels(fields)
    checkAnnotations(fields)
  }

  /// Grafana keeps names with two underscores in front for itself. Others than the classic ones it stores and matches
  /// (recordings, scenario policies: a matcher of the name `a b` is taken by 9.3 to 12.4); an Alertmanager outside of it gets
  /// them with underscores in place of what it does not know.
  private func checkLabels(_ fields: FieldReader) {
    for name in labels.keys.sorted() {
      if name.isEmpty || name.hasPrefix("__") {
        fields.error(
          "invalid-label", at: "labels",
          "\(fields.qualified("labels")) has the name \"\(name)\", which Grafana keeps for itself",
          remedy: "write a name that does not begin with two underscores")
      } else if !name.utf8.allSatisfy(Self.isUsual) {
        fields.warning(
          "unusual-label", at: "labels",
          "\(fields.qualified("labels")) has the name \"\(name)\", which Alertmanagers outside of Grafana get otherwise",
          remedy: "write letters, digits, underscores, points, hyphens and slashes")
      }
    }
  }

  private static func isUsual(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private func checkAnnotations(_ fields: FieldReader) {
    let (dashboard, panel) = (annotations["__dashboardUid__"], annotations["__panelId__"])
    if (dashboard == nil) != (panel == nil) {
      fields.error(
        "invalid-annotation", at: "annotations",
        "\(fields.qualified("annotations")) has one of __dashboardUid__ and __panelId__ without the other",
        remedy: "write both, or none")
    }
    if let panel, Int(panel) == nil {
      fields.error(
        "invalid-annotation", at: "annotations",
        "\(fields.qualified("annotations")).__panelId__ is not a whole number: \(panel)",
        remedy: "write the panel's id")
    }
  }
}
