import Documents

/// Correlations, each at a data source of its own.
extension FaultKind {
  static let correlations = FaultKind(
    name: "links", versions: FaultSeat.from9, manifestName: { "\($0)[correlations]" },
    manifest: { _, object in links(object) },
    stored: { world, object in
      let path = "/api/datasources/uid/\(object.name)/correlations"
      guard world.status(path) == 200, let row = try world.get(path)[0] else { return nil }
      return generation(
        in: row["config"]?["target"]?["expr"]?.stringValue ?? "",
        if: row["label"]?.stringValue == object.alternate("Even", "Odd"))
    },
    seats: [
      FaultSeat(.observe, "GET", "/api/datasources/correlations", on: FaultSeat.from9),
      FaultSeat(.create, "POST", "/api/datasources/uid/{}/correlations"),
      FaultSeat(.read, "GET", "/api/datasources/uid/{}/correlations"),
      FaultSeat(.update, "PATCH", "/api/datasources/uid/{}/correlations/*"),
      FaultSeat(.delete, "DELETE", "/api/datasources/uid/{}/correlations/*"),
    ])

  static func links(_ object: Object) -> String {
    CorrelationManifest.source(
      object.name,
      correlations: """
        [{"targetUID": "amp", "label": "\(object.alternate("Even", "Odd"))",
          "config": {"field": "instance", "target": {"expr": "g\(object.generation)"}}}]
        """)
  }
}
