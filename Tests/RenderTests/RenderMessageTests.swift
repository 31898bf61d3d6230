import Base
import Manifests
import Render
import TestSupport
import Testing

/// What rendering says of manifests that are well-formed and cannot be made into objects, in full.
@Suite struct RenderMessageTests {
  /// Findings with what to do about them.
  private func told(_ files: [String: String]) async throws -> [String] {
    try await RenderFixture(files).render().diagnostics.map {
      "\($0.location?.fileAndLine ?? "") \($0.severity.rawValue) \($0.code): \($0.message)"
        + ($0.remedy.map { "; \($0)" } ?? "")
    }
  }

  private func dashboard(_ json: String) async throws -> [String] {
    try await told([
      "a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", "folder: General\njson: |\n  " + json),
    ])
  }

  @Test func aConstantWithoutAValue() async throws {
    let told = try await dashboard(
      #"{"title": "${VAR_TEAM}", "__inputs": [{"name": "VAR_TEAM", "type": "constant"}]}"#)
    #expect(
      told == [
        "b.yaml:8 warning open-input: spec.json: the input VAR_TEAM is a constant without a value; "
          + "give it a value in __inputs"
      ])
  }

  /// The name of an input may reach over the end of a text, and then its value takes the place of more than a text.
  @Test func anInputThatReachesOutOfItsQuotes() async throws {
    let told = try await told([
      "a.yaml": Text.instance(), "c.yaml": Text.datasource("amp"),
      "b.yaml": Text.dashboard(
        "d",
        #"""
        folder: General
        datasources: [{inputName: 'A"], "x": "y', datasourceName: amp}]
        json: '{"title": "T", "list": ["${A"], "x": "y}"}'
        """#),
    ])
    #expect(told.count == 1)
    #expect(
      told.first?.contains("error invalid-json: spec.json is not JSON once its inputs are replaced: ") == true
        && told.first?.hasSuffix("; write ${NAME} of an input inside quotes only") == true, "\(told)")
  }

  @Test func severalHomeDashboardsOfOneWorkspace() async throws {
    let told = try await told([
      "a.yaml": Text.instance(extra: "preferences: {homeDashboardUid: one}"),
      "b.yaml": Text.instance("again", extra: "preferences: {homeDashboardUid: two}"),
    ])
    #expect(
      told == [
        "b.yaml:1 warning two-home-dashboards: Grafana monitoring/again and Grafana monitoring/prod (a.yaml:1) give one "
          + "workspace, https://grafana.example.org, different home dashboards; one is used; "
          + "keep homeDashboardUid in one of them"
      ])
  }

  @Test func aSelectorWhoseWorkspaceIsHeldBack() async throws {
    let held = Text.instance(extra: "client: {timeout: 0}")
    let board = Text.dashboard("d", "folder: General\njson: '{\"title\": \"T\"}'")
    let waiting = try await told(["a.yaml": held, "b.yaml": board])
    #expect(
      waiting.contains(
        "b.yaml:1 error instance-held-back: its workspace, Grafana monitoring/prod, is held back; "
          + "see what is said of Grafana monitoring/prod"), "\(waiting)")
    let told = try await told([
      "a.yaml": held, "b.yaml": board.replacing("{grafana: prod}", with: "{grafana: other}"),
    ])
    #expect(
      told.contains(
        "b.yaml:1 error no-matching-instance: spec.instanceSelector selects no Grafana; Grafana monitoring/prod is held back; "
          + "match its labels (Grafana monitoring/prod has grafana=prod)"),
      "\(told)")
  }

  @Test func aSelectorInAnotherNamespace() async throws {
    let told = try await told([
      "a.yaml": Text.instance(),
      "b.yaml": Text.dashboard("d", namespace: "team", "folder: General\njson: '{\"title\": \"T\"}'"),
    ])
    #expect(
      told == [
        "b.yaml:1 error no-matching-instance: spec.instanceSelector selects no Grafana in namespace team; "
          + "move it to namespace monitoring, or set allowCrossNamespaceImport"
      ])
  }

  @Test func aFolderOfAFileThatCannotBeRead() async throws {
    let board = Text.dashboard("d", "folderRef: databases\njson: '{\"title\": \"T\"}'")
    let files = [
      "a.yaml": Text.instance(), "b.yaml": board,
      "c.yaml": Text.object("GrafanaFolder", "database", "title: D"),
    ]
    let start =
      "b.yaml:1 error missing-reference: spec.folderRef names GrafanaFolder monitoring/databases, which is not in the "
      + "repository for this workspace"
    #expect(
      try await told(files) == [
        start + ", did you mean database?; add the GrafanaFolder, or name the folder by folderUID"
      ])
    let told = try await told(files.merging(["f.yaml": "kind: GrafanaFolder\n\tname: x"]) { $1 })
    #expect(
      told.contains(start + "; f.yaml, which cannot be read, may hold it; mend that file first"), "\(told)")
  }

  /// Which of the two is meant makes no difference to what selects both.
  @Test func aWorkspaceThatIsDeclaredTwice() async throws {
    let held = Text.instance()
    let board = Text.dashboard("d", "folder: General\njson: '{\"title\": \"T\"}'")
    let alike = try await told(["a.yaml": held, "b.yaml": board, "c.yaml": held])
    #expect(
      alike.contains(
        "b.yaml:1 error instance-held-back: its workspace, Grafana monitoring/prod, is held back; "
          + "see what is said of Grafana monitoring/prod"), "\(alike)")
    let unlike = try await told([
      "a.yaml": held, "b.yaml": board, "c.yaml": held.replacing("{grafana: prod}", with: "{grafana: other}"),
    ])
    #expect(
      unlike.contains(
        "b.yaml:1 error no-matching-instance: spec.instanceSelector selects no Grafana; Grafana monitoring/prod is held back; "
          + "see what is said of Grafana monitoring/prod"), "\(unlike)")
  }

  @Test func routesOfAFileThatCannotBeRead() async throws {
    let told = try await told([
      "a.yaml": Text.instance(),
      "b.yaml": Text.object(
        "GrafanaNotificationPolicy", "tree",
        "route: {receiver: ops, routeSelector: {matchLabels: {tree: main}}}"),
      "c.yaml": "kind: [",
    ])
    #expect(
      told.contains {
        $0.hasPrefix("b.yaml:")
          && $0.hasSuffix(
            "error route-held-back: the tree of policies cannot be put together: c.yaml, which cannot be read, may hold routes "
              + "that belong to it; mend that file first")
      }, "\(told)")
  }

  /// Thirteen levels of two routes each, of which each selects both of the next level.
  @Test func aTreeThatGrowsBeyondMeasure() async throws {
    var files = [
      "a.yaml": Text.instance(),
      "b.yaml": Text.object(
        "GrafanaNotificationPolicy", "tree",
        "route: {receiver: ops, routeSelector: {matchLabels: {level: l0}}}"),
    ]
    for level in 0..<13 {
      for side in ["x", "y"] {
        let manifest = Text.object(
          "GrafanaNotificationPolicyRoute", "\(side)\(level)",
          "receiver: ops\nrouteSelector: {matchLabels: {level: l\(level + 1)}}")
        files["\(side)\(level).yaml"] =
          manifest
          .replacing("namespace: monitoring", with: "namespace: monitoring, labels: {level: l\(level)}")
          .replacing("  instanceSelector: {matchLabels: {grafana: prod}}\n", with: "")
      }
    }
    let told = try await told(files)
    #expect(
      told.contains {
        $0.hasSuffix(
          "error too-many-routes: the tree of policies has more than 5000 routes, since routes select others several times "
            + "over; select each route once")
      }, "\(told.prefix(3))")
  }
}
