import Agent
import Base
import Documents
import Testing

/// What a cluster would refuse is told by name before it does, and the GrafanaAgent stays as it was.
@Suite struct WorkloadCheckTests {
  private static let long = String(repeating: "a", count: 55)
  private static let longer = String(repeating: "a", count: 64)

  private func named(_ name: String, _ rest: String) async throws -> Workloads {
    try await Workloads(agent().replacing("name: ga", with: "name: \(name)") + rest)
  }

  private static let service =
    " is no name of a Service: it is made of lower-case letters, digits and hyphens, begins with a letter and has at most "
    + "63 bytes"

  /// Names of GrafanaAgents, and what is told of them. Typed by hand: Swift 6.0.3 does not come to an end with it in the macro.
  private static let names: [(String, [String])] = [
    ("a.b", ["a.b-operated\(service)", "a.b-wal is no name of a volume"]),
    ("1a", ["1a-operated\(service)"]),
    (
      long,
      [
        "\(long)-operated\(service)",
        "the name of StatefulSet \(long) has more than 52 bytes: its pods are refused",
      ]
    ),
    (
      longer,
      [
        "the name \(longer) has more than 63 bytes, which labels of its objects may not have",
        "\(longer)-wal is no name of a volume",
      ]
    ),
    ("a-b", []),
  ]

  @Test(arguments: names)
  func tellsNames(_ name: String, _ messages: [String]) async throws {
    let workloads = try await named(name, plainInstance)
    #expect(workloads.errors == messages.sorted().map { "a.yaml:1:1 \($0)" })
    #expect(workloads.objects.isEmpty == !messages.isEmpty)
  }

  /// Without a Service such a name is taken.
  @Test func takesPointsWhereTheyAreTaken() async throws {
    #expect(try await named("a.b", plainLogs).errors == [])
  }

  @Test func tellsVolumesOfIntegrations() async throws {
    let workloads = try await Workloads(
      agent()
        + integration(
          "with.point",
          "{name: redis, config: {redis_addr: x}, volumes: [{name: a, emptyDir: {}}, {name: b, emptyDir: {}}], "
            + "volumeMounts: [{name: c, mountPath: /c}]}"))
    #expect(
      workloads.errors == [
        "a.yaml:12:56 mon-with.point-a is no name of a volume",
        "a.yaml:12:81 mon-with.point-b is no name of a volume",
        "a.yaml:12:122 /c is to hold the volume mon-with.point-c, which no pod of these has",
      ])
  }

  /// Fields of a GrafanaAgent, and what is told of them.
  @Test(arguments: [
    ("portName: Web", "6:3 spec.portName Web is no name of a port"),
    ("portName: a-name-of-16-byte", "6:3 spec.portName a-name-of-16-byte is no name of a port"),
    (
      "podMetadata: {labels: {a b: c}}", "6:17 spec.podMetadata.labels has a b, which is no key of a label"
    ),
    (
      "podMetadata: {labels: {a: c d}}", "6:17 spec.podMetadata.labels.a is no value of a label: c d"
    ),
    (
      "storage: {}",
      "6:12 spec.storage.volumeClaimTemplate.spec.resources.requests.storage is missing: a claim without a size is refused"
    ),
    (
      "volumeMounts: [{name: config, mountPath: /var/lib/grafana-agent/data}]",
      "6:18 two volumes would be mounted at /var/lib/grafana-agent/data"
    ),
    ("volumes: [{name: config, emptyDir: {}}]", "6:13 two volumes of one pod would be called config"),
    ("secrets: [a, a]", "1:1 two volumes of one pod would be called secret-a"),
  ])
  func tellsFields(_ field: String, _ message: String) async throws {
    let workloads = try await Workloads(plainAgentWith(field) + plainInstance)
    #expect(workloads.errors.first == "a.yaml:" + message, "\(workloads.errors)")
    #expect(workloads.objects.isEmpty)
  }

  private func plainAgentWith(_ field: String) -> String {
    """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga, namespace: mon}
    spec:
      metrics: {instanceSelector: {}}
      \(field)

    """
  }

  @Test func tellsValuesOfOneKey() async throws {
    let workloads = try await Workloads(
      agent()
        + integration(
          "r", "{name: redis, config: {redis_addr: x}, secrets: [{name: a-b, key: k}, {name: a.b, key: k}]}"),
      values: ["/secrets/mon/a-b/k": "1", "/secrets/mon/a.b/k": "2"])
    #expect(workloads.errors.count == 2)
    #expect(workloads.errors[0].hasSuffix("would be one file, _secrets_mon_a_b_k"))
  }

  @Test func tellsSecretsThatAreTooLarge() async throws {
    let workloads = try await Workloads(
      agent() + integration("r", "{name: redis, config: {redis_addr: x}, secrets: [{name: s, key: k}]}"),
      values: ["/secrets/mon/s/k": String(repeating: "x", count: 1 << 20)])
    #expect(workloads.errors == [])
    let larger = try await Workloads(
      agent() + integration("r", "{name: redis, config: {redis_addr: x}, secrets: [{name: s, key: k}]}"),
      values: ["/secrets/mon/s/k": String(repeating: "x", count: (1 << 20) + 1)])
    #expect(
      larger.errors == [
        "a.yaml:1:1 Secret mon/ga-secrets would hold 1048577 bytes, and a cluster takes 1048576"
      ])
  }
}
