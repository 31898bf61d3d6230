import Base
import Documents
import Manifests
import Testing

/// What the annotation `sluice.dev/correlations` of a data source says, and what is wrong with it.
@Suite struct CorrelationAnnotationTests {
  /// - Parameter text: of the annotation, which begins in line 7, column 7.
  private static func manifest(_ text: String, uid: String = "uid: logs") -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDatasource
    metadata:
      name: logs
      annotations:
        sluice.dev/correlations: |
    \(text.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n"))
    spec: {instanceSelector: {}, \(uid), datasource: {name: logs, type: loki}}
    """
  }

  @Test func readsEveryMember() async throws {
    let set = try await load(
      Self.manifest(
        """
        [{"targetUID": "traces", "label": "Trace", "description": "opens it", "type": "query",
          "config": {"type": "query", "field": "traceID", "target": {"query": "${traceID}"},
                     "transformations": [{"type": "regex", "expression": "(.*)", "field": "line", "mapValue": "id"},
                                         {"type": "logfmt"}]}},
         {"label": "Page", "type": "external", "config": {"field": "id", "target": {"url": "https://example.org"}}}]
        """))
    #expect(set.diagnostics == [])
    let datasource = try #require(set.items.first?.spec as? GrafanaDatasource)
    let found = try #require(datasource.correlations)
    #expect(found.map(\.label) == ["Trace", "Page"])
    #expect(found.map(\.targetUID) == ["traces", nil])
    #expect(found.map(\.description) == ["opens it", ""])
    #expect(found.map(\.kind) == [.query, .external])
    #expect(found.map(\.field) == ["traceID", "id"])
    #expect(found[0].target["query"] == "${traceID}")
    #expect(found.map(\.transformations.count) == [2, 0])
    let none = try await load(Self.manifest("[]"))
    #expect((none.items.first?.spec as? GrafanaDatasource)?.correlations?.count == 0)
  }

  @Test(arguments: [
    ("[", "8:7 annotation sluice.dev/correlations is not JSON: "),
    ("{}", "7:7 annotation sluice.dev/correlations must be a list, found an object"),
    ("[1]", "7:8 annotation sluice.dev/correlations[0] must be an object, found a number"),
    (
      #"[{"label": "L", "config": {"field": "id", "target": {}}}]"#,
      "7:8 annotation sluice.dev/correlations[0].targetUID is missing"
    ),
    (
      #"[{"targetUID": "t", "config": {"field": "id", "target": {}}}]"#,
      "7:8 annotation sluice.dev/correlations[0].label is missing"
    ),
    (#"[{"targetUID": "t", "label": "L"}]"#, "7:8 annotation sluice.dev/correlations[0].config is missing"),
    (
      "[{\"targetUID\": \"t\",\n\"lable\": \"x\", \"label\": \"L\", \"config\": {\"field\": \"id\", \"target\": {}}}]",
      "8:7 annotation sluice.dev/correlations[0]: unknown field lable, did you mean label?"
    ),
    (
      "[{\"targetUID\": \"t\",\n\"uid\": \"x\", \"label\": \"L\", \"config\": {\"field\": \"id\", \"target\": {}}}]",
      "8:7 annotation sluice.dev/correlations[0] has uid, which is not to be written: the workspace chooses it"
    ),
    (
      "[{\"targetUID\": \"t\", \"label\": \"L\",\n\"config\": {\"feild\": \"id\", \"target\": {}, \"field\": \"id\"}}]",
      "8:18 annotation sluice.dev/correlations[0].config: unknown field feild, did you mean field?"
    ),
    (
      #"[{"targetUID": "t", "label": "L", "config": {"target": {}}}]"#,
      "7:41 annotation sluice.dev/correlations[0].config.field is missing"
    ),
    (
      #"[{"targetUID": "t", "label": "L", "config": {"field": "id", "target": "up"}}]"#,
      "7:67 annotation sluice.dev/correlations[0].config.target must be an object, found a string"
    ),
    (
      #"[{"targetUID": "t", "label": 1, "config": {"field": "id", "target": {}}}]"#,
      "7:27 annotation sluice.dev/correlations[0].label must be a string, found a number"
    ),
    (
      #"[{"targetUID": "t", "label": "L", "type": "querry", "config": {"field": "id", "target": {}}}]"#,
      "7:41 annotation sluice.dev/correlations[0].type is querry, did you mean query?"
    ),
    (
      #"[{"label": "L", "type": "external", "config": {"type": "query", "field": "id", "target": {"url": "u"}}}]"#,
      "7:23 annotation sluice.dev/correlations[0] has two types"
    ),
    (
      #"[{"targetUID": "t", "label": "L", "type": "external", "config": {"field": "id", "target": {"url": "u"}}}]"#,
      "7:9 annotation sluice.dev/correlations[0] has a targetUID, and leads to an address"
    ),
    (
      #"[{"label": "L", "type": "external", "config": {"field": "id", "target": {}}}]"#,
      "7:69 annotation sluice.dev/correlations[0].config.target has no url"
    ),
    (
      #"[{"targetUID": "t", "label": "L", "config": {"field": "id", "target": {}, "transformations": [{"type": "regex"}]}}]"#,
      "7:101 annotation sluice.dev/correlations[0].config.transformations[0].expression is missing"
    ),
    (
      #"[{"targetUID": "t", "label": "L", "config": {"field": "id", "target": {}, "transformations": [{"type": "logfmtt"}]}}]"#,
      "7:102 annotation sluice.dev/correlations[0].config.transformations[0].type is logfmtt, did you mean logfmt?"
    ),
    (
      "[{\"targetUID\": \"t\", \"label\": \"L\", \"config\": {\"field\": \"id\", \"target\": {}}},\n"
        + "{\"targetUID\": \"t\", \"label\": \"L\", \"config\": {\"field\": \"x\", \"target\": {}}}]",
      "8:7 annotation sluice.dev/correlations[1] has the label \"L\" once more for the same target"
    ),
  ])
  func tellsWhatIsWrongAndWhere(text: String, finding: String) async throws {
    let set = try await load(Self.manifest(text))
    #expect(set.items.isEmpty)
    let first = try #require(set.diagnostics.first)
    let position = first.location?.position ?? .start
    let told = "\(position.line):\(position.column) \(first.message)"
    #expect(told.hasPrefix(finding), "\(told)")
    #expect(first.subject?.name == "logs")
    #expect(first.remedy != nil)
  }

  @Test func needsTheUIDOfTheDataSource() async throws {
    let set = try await load(Self.manifest("[]", uid: "plugins: []"))
    #expect(
      set.diagnostics.map(\.message) == [
        "annotation sluice.dev/correlations needs the uid of the data source, and the manifest has none"
      ])
    #expect(set.diagnostics.first?.remedy == "write spec.uid")
  }

  @Test func isForDataSourcesOnly() async throws {
    let text = Self.manifest("[]").replacing("GrafanaDatasource", with: "GrafanaFolder")
    let set = try await load(text)
    #expect(set.diagnostics.first?.message.contains("sluice.dev/correlations") == true)
  }
}
