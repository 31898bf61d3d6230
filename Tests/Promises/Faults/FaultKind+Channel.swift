import Documents

/// Channels of Grafana's old alerting, which only the oldest version of the table runs.
extension FaultKind {
  static let notificationChannel = FaultKind(
    name: "channel", versions: FaultSeat.legacyAlerting, manifest: { _, object in channel(object) },
    stored: { world, object in
      let path = "/api/alert-notifications/uid/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      let address = try world.get(path)["settings"]?["addresses"]?.stringValue ?? ""
      return generation(in: String(address.prefix { $0 != "@" }))
    },
    seats: [
      FaultSeat(.observe, "GET", "/api/alert-notifications", on: FaultSeat.legacyAlerting),
      FaultSeat(
        .create, "POST", "/api/alert-notifications", body: #""uid":"{}""#, on: FaultSeat.legacyAlerting),
      FaultSeat(.read, "GET", "/api/alert-notifications/uid/{}", on: FaultSeat.legacyAlerting),
      FaultSeat(.update, "PUT", "/api/alert-notifications/uid/{}", on: FaultSeat.legacyAlerting),
      FaultSeat(.delete, "DELETE", "/api/alert-notifications/uid/{}", on: FaultSeat.legacyAlerting),
    ])

  static func channel(_ object: Object) -> String {
    """
    apiVersion: integreatly.org/v1alpha1
    kind: GrafanaNotificationChannel
    metadata: {name: \(object.name), namespace: monitoring}
    spec:
      json: |
        {"uid": "\(object.name)", "name": "\(object.name)", "type": "email",
         "settings": {"addresses": "g\(object.generation)@example.org"}}
    """
  }
}
