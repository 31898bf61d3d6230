import Documents

/// Data sources with correlations as people write them, and what a workspace shows of them.
enum CorrelationManifest {
  /// - Parameter correlations: the JSON of the annotation; nil for none.
  static func source(
    _ name: String = "logs", correlations: String?, metadata: String = "", extra: String = ""
  ) -> String {
    let annotations =
      (correlations.map { ["sluice.dev/correlations: '\($0)'"] } ?? []) + (metadata.isEmpty ? [] : [metadata])
    return Manifest.datasource(name, values: extra).replacing(
      "metadata: {name: \(name), namespace: monitoring}",
      with:
        "metadata: {name: \(name), namespace: monitoring, annotations: {\(annotations.joined(separator: ", "))}}"
    )
  }

  static func link(_ label: String = "Trace", to target: String = "traces", query: String = "one")
    -> String
  {
    """
    {"targetUID": "\(target)", "label": "\(label)", "config": {"field": "traceID", "target": {"query": "\(query)"}}}
    """
  }

  static let targets = [
    "traces.yaml": Manifest.datasource("traces"), "other.yaml": Manifest.datasource("other"),
  ]
}

extension World {
  private static let correlationPath = "/api/datasources/uid/logs/correlations"

  /// Label, target and query of each correlation of a data source.
  func correlations(of source: String = "logs") throws -> [String] {
    (try get("/api/datasources/uid/\(source)/correlations").arrayValue ?? []).map { row in
      [row["label"], row["targetUID"], row["config"]?["target"]?["query"]]
        .map { $0?.stringValue ?? "-" }.joined(separator: " ")
    }.sorted()
  }

  func correlationUID(_ label: String, of source: String = "logs") throws -> String? {
    (try get("/api/datasources/uid/\(source)/correlations").arrayValue ?? [])
      .first { $0["label"]?.stringValue == label }?["uid"]?.stringValue
  }

  /// Makes one by hand.
  func correlate(_ label: String, to target: String = "traces", query: String = "one") -> Int {
    act(
      "POST", Self.correlationPath,
      [
        "targetUID": .string(target), "label": .string(label), "type": "query",
        "config": ["type": "query", "field": "traceID", "target": ["query": .string(query)]],
      ])
  }

  func editCorrelation(_ label: String, query: String) throws -> Int {
    act(
      "PATCH", "\(Self.correlationPath)/\(try correlationUID(label) ?? "")",
      ["config": ["target": ["query": .string(query)]]])
  }

  func deleteCorrelation(_ label: String) throws -> Int {
    act("DELETE", "\(Self.correlationPath)/\(try correlationUID(label) ?? "")")
  }

  /// How often all correlations were listed since the log was cleared.
  var correlationListings: Int {
    workspace.requests.count { $0.target.hasPrefix("/api/datasources/correlations") }
  }
}
