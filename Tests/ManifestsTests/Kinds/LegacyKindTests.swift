import Base
import Documents
import Manifests
import Testing

/// Manifests of grafana-operator 4.
@Suite struct LegacyKindTests {
  private static let version = "integreatly.org/v1alpha1"

  private func load4(_ kind: String, _ spec: String) async throws -> ManifestSet<ManifestObject> {
    try await load(manifest(kind, "spec: {\(spec)}", apiVersion: Self.version))
  }

  // MARK: Folders

  @Test func readsAFolder() async throws {
    let set = try await load4(
      "GrafanaFolder",
      "title: Team, permissions: [{permissionTargetType: role, permissionTarget: Viewer, permissionLevel: 1}]"
    )
    #expect(set.diagnostics.map(\.message) == [])
    let folder = try #require(set.items.first?.spec as? GrafanaFolder)
    #expect(folder.title == "Team")
    #expect(folder.uid == nil)
    #expect(folder.permissions == [["role": "Viewer", "permission": 1]])
    #expect(set.items[0].reference == ObjectReference(kind: "GrafanaFolder", namespace: "ns", name: "x"))
    let instance = ObjectMetadata(name: "any", namespace: "ns", labels: ["a": "b"])
    #expect(folder.common.selects(instance, from: "ns"))
    #expect(!folder.common.selects(instance, from: "other"))
  }

  @Test(arguments: [
    ("{}", ["spec.title is missing"]),
    ("{title: t, uid: u}", ["spec: unknown field uid"]),
    (
      "{title: t, permissions: [{permissionTargetType: team, permissionTarget: 1, permissionLevel: 1}]}",
      ["spec.permissions[0].permissionTarget must be a string, found a number"]
    ),
    (
      "{title: t, permissions: [{permissionTargetType: teamId, permissionTarget: '1', permissionLevel: 1}]}",
      ["spec.permissions[0].permissionTargetType is teamId, and only roles worked in grafana-operator 4"]
    ),
    (
      "{title: t, permissions: [{permissionTargetType: role, permissionTarget: Boss, permissionLevel: 9}]}",
      ["spec.permissions[0].permissionLevel is 9", "spec.permissions[0].permissionTarget is Boss"]
    ),
    (
      "{title: t, permissions: [{permissionTargetType: role, permissionTarget: Viewer}]}",
      ["spec.permissions[0].permissionLevel is missing"]
    ),
    (
      "{title: t, permissions: [{permissionTargetType: role, permissionTarget: Viewer, permissionLevel: 1}, "
        + "{permissionTargetType: role, permissionTarget: Viewer, permissionLevel: 2}]}",
      ["spec.permissions items[1] names Viewer once more"]
    ),
  ])
  func refusesFolders(spec: String, expected: [String]) async throws {
    #expect(
      try await messages("GrafanaFolder", "spec: \(spec)", apiVersion: Self.version).sorted() == expected)
  }

  // MARK: Dashboards

  @Test func readsADashboard() async throws {
    let set = try await load4(
      "GrafanaDashboard",
      "json: '{\"title\": \"T\"}', customFolderName: F, datasources: [{inputName: I, datasourceName: D}]")
    #expect(set.diagnostics.map(\.message) == [])
    let dashboard = try #require(set.items.first?.spec as? GrafanaDashboard)
    #expect(dashboard.folder == .title("F"))
    #expect(dashboard.inputs.map { [$0.inputName, $0.datasourceName] } == [["I", "D"]])
    #expect(dashboard.uid == nil)
    // The SHA-1 of "nsx", as `printf nsx | sha1sum` prints it.
    #expect(dashboard.fallbackUID == "18507a9f926dac4f529cd838ce9b4dc192901862")
  }

  /// `json` was a required field at first.
  @Test func anEmptyTextIsNoSource() async throws {
    let set = try await load4("GrafanaDashboard", "json: '', url: 'https://a.example.org/d.json'")
    #expect(set.diagnostics.map(\.message) == [])
    let dashboard = try #require(set.items.first?.spec as? GrafanaDashboard)
    #expect(dashboard.folder == .title("ns"))
    guard case .url(let source) = dashboard.content else {
      Issue.record("another source")
      return
    }
    #expect(source.url == "https://a.example.org/d.json")
    #expect(source.cacheDuration == nil)
    #expect(source.authorization == nil)
  }

  @Test func readsEverySource() async throws {
    let specs: [(String, (ContentSource) -> Bool)] = [
      ("jsonnet: '{}'", { if case .jsonnet = $0 { true } else { false } }),
      ("gzipJson: aaaa", { if case .gzipJSON = $0 { true } else { false } }),
      ("grafanaCom: {id: 1, revision: 2}", { if case .grafanaCom = $0 { true } else { false } }),
      ("configMapRef: {name: a, key: b}", { if case .configMap = $0 { true } else { false } }),
      ("gzipConfigMapRef: {name: a, key: b}", { if case .configMap = $0 { true } else { false } }),
    ]
    for (spec, isRight) in specs {
      let set = try await load4("GrafanaDashboard", spec + ", plugins: [{name: p, version: 1.0.0}]")
      #expect(set.diagnostics.map(\.message) == [])
      let dashboard = try #require(set.items.first?.spec as? GrafanaDashboard)
      #expect(isRight(dashboard.content), "\(spec)")
      #expect(dashboard.plugins.map(\.name) == ["p"])
    }
  }

  @Test(arguments: [
    ("{}", ["spec.json is missing"]),
    ("{json: '{}', url: 'https://a'}", ["only one of spec.json, spec.url may be set"]),
    ("{grafanaCom: {revision: 1}}", ["spec.grafanaCom.id is missing"]),
    ("{gzipConfigMapRef: {name: a}}", ["spec.gzipConfigMapRef.key is missing"]),
    ("{json: '{}', plugins: [{version: '1'}]}", ["spec.plugins[0].name is missing"]),
    ("{json: '{}', envs: []}", ["spec: unknown field envs"]),
    ("{json: '{}', folder: F}", ["spec: unknown field folder"]),
  ])
  func refusesDashboards(spec: String, expected: [String]) async throws {
    #expect(try await messages("GrafanaDashboard", "spec: \(spec)", apiVersion: Self.version) == expected)
  }

  // MARK: Data sources

  @Test func splitsAListOfDataSources() async throws {
    let set = try await load4(
      "GrafanaDataSource",
      """
      name: f.yaml, datasources: [
        {name: One, type: prometheus, uid: one, url: 'http://a/$$x', isDefault: true, version: 1, jsonData: {a: '$${__value.raw}'}},
        {name: Two b, type: mysql, user: u, withCredentials: true, jsonData: {a: 1}, customJsonData: {b: 2}}]
      """)
    #expect(
      set.diagnostics.map(\.message) == [
        "spec.datasources[1].jsonData has no effect beside customJsonData, which takes its place"
      ])
    #expect(set.items.map(\.reference.name) == ["x[One]", "x[Two b]"])
    #expect(Set(set.items.map(\.reference.manifest.name)) == ["x"])
    let sources = set.items.compactMap { $0.spec as? GrafanaDatasource }
    #expect(sources.map(\.uid) == ["one", nil])
    #expect(
      sources.map { JSONWriter.string(.object($0.model)) } == [
        #"{"name":"One","type":"prometheus","url":"http://a/$x","isDefault":true,"access":"proxy","#
          + #""jsonData":{"a":"${__value.raw}"}}"#,
        #"{"name":"Two b","type":"mysql","user":"u","withCredentials":true,"access":"proxy","jsonData":{"b":2}}"#,
      ])
  }

  @Test func keepsPasswordsAsSecrets() async throws {
    let set = try await load4(
      "GrafanaDataSource",
      "datasources: [{name: d1, type: mysql, password: a$$b, basicAuthPassword: c, secureJsonData: {token: d}}]"
    )
    let source = try #require(set.items.first?.spec as? GrafanaDatasource)
    #expect(
      source.secrets == [
        "password": SecretValue("a$b"), "basicAuthPassword": SecretValue("c"), "token": SecretValue("d"),
      ])
    #expect(
      set.diagnostics.map(\.message) == [
        "secureJsonData stands in Git in clear: basicAuthPassword, password, token"
      ])
  }

  @Test(arguments: [
    ("{}", ["spec.datasources is missing"]),
    ("{datasources: [{name: d1}]}", ["spec.datasources[0].type is missing"]),
    (
      "{datasources: [{name: d1, type: t}, {name: d1, type: u}]}", ["spec.datasources names d1 2 times"]
    ),
    (
      "{datasources: [{name: d1, type: t, url: 'http://$HOST/'}]}",
      ["spec.datasources[0].url has the variable $HOST in it, which Grafana took from its own environment"]
    ),
    (
      "{datasources: [{name: d1, type: t, jsonData: {a: {b: ['${NAME}']}}}]}",
      [
        "spec.datasources[0].jsonData has the variable ${NAME} in it, which Grafana took from its own environment"
      ]
    ),
    // Of a secret nothing is shown: what looks like a variable may be a part of it.
    (
      "{datasources: [{name: d1, type: t, password: 'a$geheim'}]}",
      [
        "spec.datasources[0].password has a variable in it ($NAME), which Grafana took from its own environment",
        "secureJsonData stands in Git in clear: password",
      ]
    ),
    ("{datasources: [{name: d1, type: t, access: sideways}]}", ["spec.datasources[0].access is sideways"]),
    (
      "{datasources: [{name: d1, type: t, jsonData: text}]}",
      ["spec.datasources[0].jsonData must be a mapping, found a string"]
    ),
  ])
  func refusesDataSources(spec: String, expected: [String]) async throws {
    #expect(
      Set(try await messages("GrafanaDataSource", "spec: \(spec)", apiVersion: Self.version)) == Set(expected)
    )
  }

  /// What came from a list stays as a whole while something is wrong with it.
  @Test func anErrorHoldsTheWholeListBack() async throws {
    let set = try await load4("GrafanaDataSource", "datasources: [{name: d1, type: t}, {name: m}]")
    #expect(set.items.isEmpty)
    #expect(set.heldBack.keys.map(\.name) == ["x"])
  }

  @Test func twoVersionsOfOneNameAreTwins() async throws {
    let set = try await load(
      manifest("GrafanaFolder", "spec: {title: a}", apiVersion: Self.version) + "---\n"
        + manifest("GrafanaFolder", "spec: {instanceSelector: {}}"))
    #expect(set.items.isEmpty)
    #expect(
      Set(set.diagnostics.map(\.message)) == ["GrafanaFolder ns/x is declared 2 times: a.yaml:1 and a.yaml:6"]
    )
  }

  // MARK: Channels

  private func channel(_ json: String) async throws -> ManifestSet<ManifestObject> {
    try await load4("GrafanaNotificationChannel", "name: c.json, json: '\(json)'")
  }

  @Test func readsAChannel() async throws {
    let set = try await channel(
      #"{"id": 4, "uid": "c1", "name": "C", "type": "slack", "isDefault": true, "sendReminder": true, "#
        + #""frequency": "15m", "disableResolveMessage": true, "settings": {"recipient": "x"}, "#
        + #""secureSettings": {"token": "geheim"}}"#)
    let channel = try #require(set.items.first?.spec as? GrafanaNotificationChannel)
    #expect(channel.uid == "c1")
    #expect(channel.name == "C")
    #expect(channel.type == "slack")
    #expect(channel.isDefault && channel.sendsReminders && channel.isSilentWhenResolved)
    #expect(channel.frequency == "15m")
    #expect(channel.settings == JSONObject([("recipient", "x")]))
    #expect(channel.secureSettings == ["token": SecretValue("geheim")])
    #expect(set.diagnostics.map(\.message) == ["spec.json stands in Git in clear: secureSettings.token"])
  }

  @Test(arguments: [
    ("[]", ["spec.json must be an object, found a list"]),
    ("", ["spec.json is not JSON: expected a value, found the end of the text"]),
    ("{}", ["spec.json has no name", "spec.json has no type"]),
    (#"{"name": 1, "type": "slack"}"#, ["spec.json has a name that is a number"]),
    (
      #"{"name": "n", "type": "slack", "isdefault": true}"#,
      ["spec.json has an unknown member isdefault, did you mean isDefault?"]
    ),
    (#"{"name": "n", "type": "slack", "isDefault": 1}"#, ["spec.json has a isDefault that is a number"]),
    (
      #"{"name": "n", "type": "slack", "sendReminder": true}"#,
      ["spec.json sends reminders without a frequency"]
    ),
    (
      #"{"name": "n", "type": "slack", "frequency": "x"}"#,
      ["spec.json has a frequency that is no duration: x"]
    ),
    (#"{"name": "n", "type": "slack", "settings": []}"#, ["spec.json has settings that are no object"]),
    (
      #"{"name": "n", "type": "slack", "secureSettings": {"a": 1}}"#,
      ["spec.json has secureSettings that are no object of texts"]
    ),
    (
      #"{"name": "n", "type": "email", "settings": {}}"#,
      ["spec.json is of the type email and has no settings.addresses"]
    ),
  ])
  func refusesChannels(json: String, expected: [String]) async throws {
    #expect(try await channel(json).diagnostics.map(\.message) == expected)
  }

  @Test func refusesAUIDThatIsTooLong() async throws {
    let uid = String(repeating: "a", count: 41)
    #expect(
      try await channel(#"{"name": "n", "type": "slack", "uid": "\#(uid)"}"#).diagnostics.map(\.message) == [
        "spec.json has a uid that is longer than 40 characters: \(uid)"
      ])
  }
}
