import Base
import Manifests
import Testing

@Suite struct MetadataTests {
  private func metadata(_ fields: String) async throws -> ObjectMetadata? {
    try await load("apiVersion: v1\nkind: ConfigMap\nmetadata: {\(fields)}").items.first?.metadata
  }

  @Test(arguments: [
    ("name: ''", ["metadata.name is empty"]), ("name: 5", ["metadata.name must be a string, found a number"]),
    ("labels: {}", ["metadata.name is missing"]),
    (
      "generateName: a-",
      ["metadata.generateName is not supported: the object would change its name with every run"]
    ),
    ("name: a, generateName: a-", []), ("name: a.b-1", []),
    ("name: Node", ["metadata.name is no name that Kubernetes takes: Node"]),
    ("name: a_b", ["metadata.name is no name that Kubernetes takes: a_b"]),
    ("name: ../a", ["metadata.name is no name that Kubernetes takes: ../a"]),
    ("name: -a", ["metadata.name is no name that Kubernetes takes: -a"]),
    ("name: a.", ["metadata.name is no name that Kubernetes takes: a."]),
    ("name: a, namespace: b.c", ["metadata.namespace is no name that Kubernetes takes: b.c"]),
    ("name: a, namspace: b", ["metadata: unknown field namspace, did you mean namespace?"]),
    ("name: a, labels: {v: 1.0}", ["metadata.labels.v must be a string, found a number"]),
    (
      "name: a, annotations: {sluice.dev/prun: disabled}",
      ["unknown annotation sluice.dev/prun of ConfigMap, did you mean sluice.dev/prune?"]
    ),
    // For Integrations only.
    (
      "name: a, annotations: {sluice.dev/validation: disabled}",
      ["unknown annotation sluice.dev/validation of ConfigMap"]
    ),
    ("name: a, annotations: {sluice.dev/prune: never}", ["annotation sluice.dev/prune is never"]),
    ("name: a, annotations: {sluice.dev/drift: report, other.org/x: z}", []),
    (
      "name: a, annotations: {kustomize.toolkit.fluxcd.io/ssa: Merge}",
      ["kustomize.toolkit.fluxcd.io/ssa: Merge is not honoured: objects are written whole"]
    ),
    (
      "name: a, labels: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}",
      ["kustomize.toolkit.fluxcd.io/ssa: IfNotPresent is not honoured: objects are written whole"]
    ),
    ("name: a, creationTimestamp: null, uid: x, managedFields: []", []),
  ])
  func tells(fields: String, expected: [String]) async throws {
    #expect(
      try await load("apiVersion: v1\nkind: ConfigMap\nmetadata: {\(fields)}").diagnostics.map(\.message)
        == expected)
  }

  @Test(arguments: [
    ("", true, false, false), ("annotations: {sluice.dev/prune: disabled}", false, false, false),
    ("annotations: {sluice.dev/prune: enabled}", true, false, false),
    ("annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}", false, false, false),
    ("labels: {kustomize.toolkit.fluxcd.io/prune: disabled}", false, false, false),
    (
      "annotations: {kustomize.toolkit.fluxcd.io/prune: enabled}, labels: {kustomize.toolkit.fluxcd.io/prune: disabled}",
      false, false, false
    ),
    ("labels: {kustomize.toolkit.fluxcd.io/reconcile: disabled}", true, true, false),
    ("annotations: {kustomize.toolkit.fluxcd.io/ssa: Ignore}", true, true, false),
    ("annotations: {sluice.dev/drift: report}", true, false, true),
    ("annotations: {sluice.dev/drift: repair}", true, false, false),
  ])
  func readsSettings(fields: String, isPruned: Bool, isDisabled: Bool, onlyReports: Bool) async throws {
    let metadata = try #require(try await metadata("name: a" + (fields.isEmpty ? "" : ", " + fields)))
    #expect(metadata.isPruned == isPruned)
    #expect(metadata.isReconcileDisabled == isDisabled)
    #expect(metadata.onlyReportsDrift == onlyReports)
  }

  @Test func tellsEverythingOfAnObjectWithoutAName() async throws {
    #expect(
      try await findings(
        """
        apiVersion: grafana.integreatly.org/v1beta1
        kind: GrafanaFolder
        metadata: {labels: {a: b}}
        spec: {instanceSelector: {}, titel: x}
        """) == [
          "3:11 error metadata.name is missing", "4:30 error spec: unknown field titel, did you mean title?",
        ])
  }
}
