import Base
import Manifests
import Testing

@Suite struct DoubtfulNameTests {
  /// What may be an object's name in a file that cannot be read is known, so that nothing of that name is deleted.
  @Test func findsNamesInUnreadableFiles() async throws {
    let set = try await load([
      "a.yaml": "kind: X\nmetadata:\n  name: node-overview\n  namespace: monitoring\n  broken: [\n",
      "b.yaml": "\t",
      "c.yaml": "{\"metadata\": {\"name\" : \"in.json\"}, {", "d.yaml": "name: fine\n",
      "e.yaml":
        "apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaFoldr\nmetadata: {name: 'misspelt'}",
    ])
    #expect(set.unreadableFiles == ["a.yaml", "b.yaml", "c.yaml", "e.yaml"])
    #expect(
      set.doubtfulNames == ["node-overview": "a.yaml", "in.json": "c.yaml", "misspelt": "e.yaml"])
  }
}
