import Documents

/// Library panels, each of which moves between two folders.
extension FaultKind {
  static let libraryPanel = FaultKind(
    name: "panel", manifest: { _, object in panel(object) },
    stored: { world, object in
      let path = "/api/library-elements/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      let found = try world.get(path)["result"]
      return generation(
        in: found?["model"]?["targets"]?[0]?["expr"]?.stringValue ?? "",
        if: found?["meta"]?["folderUid"]?.stringValue == object.alternate("team", "attic"))
    },
    seats: [
      // Older servers are asked for the same to learn what lies in a folder that goes: then no library panel is wanted yet.
      FaultSeat(.observe, "GET", "/api/library-elements", on: FaultSeat.from10),
      FaultSeat(.create, "POST", "/api/library-elements", body: #""uid":"{}""#),
      FaultSeat(.read, "GET", "/api/library-elements/{}"),
      FaultSeat(.update, "PATCH", "/api/library-elements/{}"),
      FaultSeat(.delete, "GET", "/api/library-elements/{}/connections"),
      FaultSeat(.delete, "DELETE", "/api/library-elements/{}"),
    ])

  static func panel(_ object: Object) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaLibraryPanel
    metadata: {name: \(object.name), namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      uid: \(object.name)
      folderRef: \(object.alternate("team", "attic"))
      json: |
        {"name": "\(object.name)", "type": "timeseries", "title": "Usage",
         "targets": [{"refId": "A", "expr": "g\(object.generation)"}]}
    """
  }
}
