import Agent
import Base
import Testing

/// What a plan says about two versions of a manifest.
@Suite struct ManifestChangesTests {
  private func lines(
    _ old: String?, _ new: String?, _ name: String, values: [[String: String]] = [[:], [:]]
  ) async throws -> [String] {
    var texts: [SecretValue?] = []
    for (text, values) in zip([old, new], values) {
      guard let text else {
        texts.append(nil)
        continue
      }
      texts.append(SecretValue(try await Workloads(text, values: values).text(name)))
    }
    return AgentChanges.describe(old: texts[0], new: texts[1]).map { change in
      change.before == nil && change.after == nil
        ? change.summary : "\(change.summary): \(change.before ?? "") → \(change.after ?? "")"
    }
  }

  private static let instance =
    plainInstance
    + "  - {url: \"https://b\", basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}}\n"
  private static let values = ["/secrets/mon/s/u": "hush1", "/secrets/mon/s/p": "hush2"]

  /// A configuration stands in a Secret in base64, packed or not.
  @Test(arguments: [1, 100_000])
  func looksIntoConfigurations(length: Int) async throws {
    let labels = "a: " + String(repeating: "x", count: length)
    let old = agent("  metrics: {instanceSelector: {}, externalLabels: {\(labels)}}") + Self.instance
    let new = old.replacing("https://m", with: "https://n").replacing("{a:", with: "{b: z, a:")
    #expect(
      try await lines(old, new, "secret-ga-config", values: [Self.values, Self.values]) == [
        "metrics: external_labels.b:  → z", "metrics instance mon/primary, remote_write https://m removed",
        "metrics instance mon/primary, remote_write https://n added",
      ])
    var values = Self.values
    values["/secrets/mon/s/u"] = "other"
    #expect(
      try await lines(old, old, "secret-ga-config", values: [Self.values, values]) == [
        "metrics instance mon/primary, remote_write https://b: basic_auth.username (changed)"
      ])
    #expect(
      try await lines(nil, old, "secret-ga-config", values: [Self.values, values]).prefix(2) == [
        "Secret ga-config added", "metrics: wal_directory:  → /var/lib/grafana-agent/data",
      ])
    #expect(
      try await lines(old, nil, "secret-ga-config", values: [Self.values, values]).contains(
        "metrics instance mon/primary removed"))
  }

  @Test func namesValuesAndShowsNone() async throws {
    var values = Self.values
    values["/secrets/mon/s/p"] = "hush3"
    let text = agent() + Self.instance
    let changes = try await lines(text, text, "secret-ga-secrets", values: [Self.values, values])
    #expect(changes == ["Secret ga-secrets: _secrets_mon_s_p (changed)"])
    #expect(
      try await lines(agent() + plainInstance, text, "secret-ga-secrets", values: [[:], values]) == [
        "Secret ga-secrets: _secrets_mon_s_p added", "Secret ga-secrets: _secrets_mon_s_u added",
      ])
  }

  @Test func namesThePathsOfWorkloads() async throws {
    let old = agent(
      """
        metrics: {instanceSelector: {}}
        image: a:1
        containers: [{name: grafana-agent, env: [{name: TOKEN, value: hush1}]}]
        podMetadata: {annotations: {image: hush2}}
        volumes: [{name: v, emptyDir: {}}]
      """)
    let new = agent(
      """
        metrics: {instanceSelector: {}, replicas: 2}
        image: a:2
        containers: [{name: grafana-agent, env: [{name: TOKEN, value: hush3}]}, {name: more, image: hush4}]
        podMetadata: {annotations: {image: hush5}}
        resources: {limits: {memory: 1Gi}}
      """)
    let changes = try await lines(old + plainInstance, new + plainInstance, "statefulset-ga")
    let container = "StatefulSet ga: spec.template.spec.containers.grafana-agent"
    #expect(
      changes.sorted() == [
        "StatefulSet ga: spec.replicas: 1 → 2",
        "StatefulSet ga: spec.template.metadata.annotations.image (changed)",
        "\(container).env.TOKEN.value (changed)", "\(container).image: a:1 → a:2",
        "\(container).resources.limits added",
        "StatefulSet ga: spec.template.spec.containers.more added",
        "StatefulSet ga: spec.template.spec.volumes.v removed",
      ])
    #expect(try await lines(nil, old + plainInstance, "statefulset-ga") == ["StatefulSet ga added"])
    #expect(try await lines(old + plainInstance, nil, "statefulset-ga") == ["StatefulSet ga removed"])
    #expect(try await lines(old + plainInstance, old + plainInstance, "statefulset-ga").isEmpty)
  }

  /// A value in a file of its own may look like a manifest.
  @Test func takesNoOtherDocumentsForManifests() {
    let kubeconfig = "apiVersion: v1\nkind: Config\nusers: [{token: hush}]\n"
    let changes = AgentChanges.describe(
      old: SecretValue(kubeconfig), new: SecretValue(kubeconfig + "current-context: a\n"))
    #expect(changes.map(\.summary) == ["current-context added"])
  }
}
