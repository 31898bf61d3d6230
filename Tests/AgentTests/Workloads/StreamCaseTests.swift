import Conformance
import Documents
import TestSupport
import Testing

/// `sluice-conformance agent` over a stream of manifests.
@Suite struct StreamCaseTests {
  private func run(_ text: String) throws -> ConformanceCommand {
    let folder = try TemporaryDirectory()
    try folder.write(text, to: "input.yaml")
    return withExtendedLifetime(folder) { ConformanceCommand(["agent", folder.file("input.yaml")]) }
  }

  /// What is wrong with an integration is not asked; a value that is missing is left out.
  @Test func printsObjectsAndWhatBelongsToThem() throws {
    let secret = """
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: s, namespace: mon}
      data: {one: MQ==}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c, namespace: mon}
      data: {two: text}
      """
    let spec =
      "{name: nobody_knows_it, config: {}, secrets: [{name: s, key: one}, {name: s, key: gone}], "
      + "configMaps: [{name: c, key: two}]}"
    let result = try run(
      agent("  metrics: {instanceSelector: {}, shards: 2}\n  serviceAccountName: account") + plainInstance
        + integration("i", spec) + secret)
    try #require(result.status == 0, "\(result.problem)")
    let documents = try YAMLParser.documents(in: Array(result.output.utf8)).map(\.root.json)
    #expect(
      documents.dropLast().map {
        "\($0["kind"]?.stringValue ?? "") \($0["metadata"]?["name"]?.stringValue ?? "")"
      } == [
        "Secret ga-secrets", "Secret ga-config", "Service ga-operated", "StatefulSet ga",
        "StatefulSet ga-shard-1", "Secret ga-integrations-deploy-config", "Deployment ga-integrations-deploy",
      ])
    #expect(
      documents.last == [
        "resources": ["GrafanaAgent/ga", "MetricsInstance/primary", "Integration/i"],
        "secrets": ["/secrets/mon/s/one", "/configMaps/mon/c/two"],
      ])
    #expect(documents[0]["data"] == ["_secrets_mon_s_one": "MQ==", "_configMaps_mon_c_two": "dGV4dA=="])
    // As it would be read back from a cluster.
    let set = documents[3]
    #expect(
      set["metadata"]?["ownerReferences"] == [
        [
          "apiVersion": "monitoring.grafana.com/v1alpha1", "kind": "GrafanaAgent", "name": "ga",
          "blockOwnerDeletion": true, "controller": true,
        ]
      ])
    #expect(documents[0]["metadata"]?["ownerReferences"]?[0]?["controller"] == nil)
    let pod = set["spec"]?["template"]?["spec"]
    #expect(pod?["serviceAccount"] == "account")
    #expect(pod?["containers"]?[0]?["env"]?[0]?["valueFrom"]?["fieldRef"]?["apiVersion"] == "v1")
    #expect(pod?["containers"]?[1]?["readinessProbe"]?["httpGet"]?["scheme"] == "HTTP")
    #expect(documents[2]["spec"]?["type"] == "ClusterIP")
  }

  @Test func refusesManifestsThatCannotBeRead() throws {
    let result = try run(
      "apiVersion: monitoring.grafana.com/v1alpha1\nkind: GrafanaAgent\nmetadata: {name: a}\n---\n{}")
    #expect(result.status == 1)
    #expect(result.problem == "spec is missing\n")
  }
}
