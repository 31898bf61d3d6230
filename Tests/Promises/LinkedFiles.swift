import Documents
import Report
import TestSupport
import Testing

/// Files that are reached through symbolic links are as current as those that lie there themselves.
@Suite struct LinkedFiles {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test func whatALinkLeadsToIsFollowed() async throws {
    let world = try await World()
    try world.repository.link("prod/board.yaml", to: "../base/board.yaml")
    try world.repository.link("prod/lib/a.libsonnet", to: "../../shared/a.libsonnet")
    try await world.push([
      "prod/grafana.yaml": world.instance,
      "base/board.yaml": Manifest.dashboard("board", title: "First", folder: nil),
      "shared/a.libsonnet": "{title: 'Imported one'}",
      "prod/made.yaml": """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: made, namespace: monitoring}
      spec:
        instanceSelector: {matchLabels: {grafana: prod}}
        uid: made
        folder: General
        jsonnet: "(import 'lib/a.libsonnet') + {panels: []}"
      """,
    ])
    let daemon = try await world.start {
      $0.path = "prod"
      $0.evaluators = .patient
    }
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.dashboard("board")["dashboard"]?["title"] == "First")
    #expect(try world.dashboard("made")["dashboard"]?["title"] == "Imported one")

    try await world.push([
      "base/board.yaml": Manifest.dashboard("board", title: "Second", folder: nil),
      "shared/a.libsonnet": "{title: 'Imported two'}",
    ])
    #expect(await daemon.cycle().counts.updated == 2)
    #expect(try world.dashboard("board")["dashboard"]?["title"] == "Second")
    #expect(try world.dashboard("made")["dashboard"]?["title"] == "Imported two")

    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    #expect(await daemon.cycle().counts.updated == 2)
    #expect(try world.dashboard("board")["dashboard"]?["title"] == "First")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }
}
