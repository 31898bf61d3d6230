import Documents
import Manifests
import Testing

@Suite struct GrafanaContactPointTests {
  private func read(_ fields: String) async throws -> GrafanaContactPoint {
    let set = try await load(manifest("GrafanaContactPoint", "spec: {instanceSelector: {}, \(fields)}"))
    return try #require(set.items.first?.spec as? GrafanaContactPoint)
  }

  @Test func readsReceivers() async throws {
    let point = try await read(
      """
      name: ops, editable: true, receivers: [{uid: mail, type: email, settings: {addresses: a}},
      {type: carrier-pigeon, disableResolveMessage: true, settings: {coop: {number: 1}},
      valuesFrom: [{targetPath: coop.key, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]
      """)
    #expect(point.name == "ops")
    #expect(point.isEditable == true)
    #expect(point.receivers.map(\.uid) == ["mail", nil])
    #expect(point.receivers.map(\.type) == ["email", "carrier-pigeon"])
    #expect(point.receivers.map(\.isSilentWhenResolved) == [false, true])
    #expect(point.receivers[1].settings["coop"]?["number"] == 1)
    #expect(point.receivers[1].values.map(\.pointer.description) == ["/coop/key"])
  }

  @Test func readsASingleReceiverOfOld() async throws {
    let point = try await read(
      "uid: mail, type: email, settings: {addresses: a}, disableResolveMessage: true")
    #expect(point.name == "x")
    #expect(point.isEditable == nil)
    #expect(point.receivers.map(\.uid) == ["mail"])
    #expect(point.receivers[0].isSilentWhenResolved)
  }

  private static let mail = "{type: email, settings: {addresses: a}}"

  /// Outside of the attribute: interpolations in one stop the compiler of Debian 13.
  private static let wrongContactPoints: [(String, [String])] = [
    ("name: ops", ["spec.receivers is missing"]),
    ("receivers: []", ["spec.receivers is missing"]),
    ("type: email", ["spec.settings is missing"]),
    ("settings: {}", ["spec.type is missing"]),
    ("receivers: [{type: '', settings: {}}]", ["spec.receivers[0].type is empty"]),
    ("receivers: [{type: email}]", ["spec.receivers[0].settings is missing"]),
    (
      "receivers: [{type: email, settings: [a]}]",
      ["spec.receivers[0].settings must be a mapping, found a list"]
    ),
    (
      "receivers: [{uid: 'a b', type: email, settings: {}}]",
      ["spec.receivers[0].uid has characters that Grafana does not take in a uid: a b"]
    ),
    (
      "receivers: [{uid: a, type: email, settings: {}}, {uid: a, type: slack, settings: {}}]",
      ["two receivers of the contact point have the uid a"]
    ),
    (
      "receivers: [\(mail)], type: email, settings: {}",
      ["spec.type, spec.settings have no effect beside spec.receivers"]
    ),
    (
      "receivers: [\(Array(repeating: mail, count: 100).joined(separator: ", "))]",
      ["spec.receivers has more than 99 entries"]
    ),
    (
      "receivers: [{type: slack, settings: {}, valuesFrom: [{targetPath: a..b, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]",
      ["spec.receivers[0].valuesFrom[0].targetPath has an empty name: a..b"]
    ),
    (
      "receivers: [{type: slack, settings: {}, valuesFrom: [{targetPath: settings.a, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]",
      ["spec.receivers[0].valuesFrom[0].targetPath begins with settings."]
    ),
    (
      "receivers: [{type: slack, settings: {}, valuesFrom: [{targetPath: a, valueFrom: {}}]}]",
      ["spec.receivers[0].valuesFrom[0].valueFrom.secretKeyRef is missing"]
    ),
    (
      "receivers: [{type: Email, settings: {}}, {type: line, settings: {}}, {type: LINE, settings: {}}]",
      ["spec.receivers[0].type is Email, and types are told apart by their case"]
    ),
    (
      "receivers: [{type: slak, settings: {}}, {type: pigeon, settings: {}}]",
      [
        "spec.receivers[0].type is slak, which is no type that Sluice knows, did you mean slack?",
        "spec.receivers[1].type is pigeon, which is no type that Sluice knows",
      ]
    ),
  ]

  @Test(arguments: wrongContactPoints)
  func tellsWhatIsWrong(fields: String, expected: [String]) async throws {
    #expect(
      try await messages("GrafanaContactPoint", "spec: {instanceSelector: {}, \(fields)}") == expected)
  }
}
