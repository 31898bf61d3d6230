import Base
import GrafanaEmulator
import Platform
import TestSupport
import Testing

@testable import CommandLine

/// What `why` says where an object is not as committed and no finding names it.
@Suite struct TruthfulStoryTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private func short(_ commit: String) -> String { String(commit.prefix(7)) }

  @Test func aFileThatIsNotYAMLHoldsItsObjectsBack() async throws {
    let world = try await Workspace()
    let first = try await world.repository.git("rev-parse", "HEAD")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["dashboard.yaml": "a: [1\nb: 2\n"], message: "break two")
    #expect(try await world.sluice("apply").status == .failure)
    let text = try await world.why()
    #expect(text.hasPrefix("Nodes is held back: dashboard.yaml:2:"), "\(text)")
    #expect(
      text.contains(" the file is not YAML: ")
        && text.contains("; the workspace keeps the version of commit \(short(first)).\n"), "\(text)")
    #expect(
      text.contains("  written in  dashboard.yaml:1, last changed by Ada in \(short(first)) \"first\"\n"),
      "\(text)")
    #expect(!text.contains("break two"))
    #expect(text.contains("  next        it is applied as soon as a commit mends the file\n"), "\(text)")
    #expect(
      text.hasSuffix("  mend the syntax; the objects of this file stay as they are\n"), "\(text)")
    let json = try await world.sluice("why", "dashboard/nodes", "-o", "json")
    #expect(json.output.contains("\"condition\": \"held back\""))
  }

  @Test func aFileOverTheLimitHoldsItsObjectsBack() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(
      ["dashboard.yaml": String(repeating: "#", count: 17 << 20)], message: "too much")
    #expect(try await world.sluice("apply").status == .failure)
    let text = try await world.why()
    #expect(
      text.hasPrefix(
        "Nodes is held back: dashboard.yaml:1:1 dashboard.yaml (\(17 << 20) bytes) is larger than the limit of "
      ),
      "\(text)")
    #expect(!text.contains("too much"))
  }

  @Test func aDeletionThatWaitsSaysWhichGuardAndHowToAnswer() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["dashboard.yaml": nil], message: "remove")
    #expect(try await world.sluice("apply").status == .failure)
    let text = try await world.why()
    #expect(
      text.hasPrefix(
        "Nodes is not in the revision any more, and its deletion waits for an answer: "
          + "the revision renders to nothing, which would delete 1 of 1 owned objects.\n"), "\(text)")
    #expect(text.contains("  was in     dashboard.yaml:1, last changed by Ada in "), "\(text)")
    #expect(
      text.hasSuffix(
        "  next       to allow it, commit with the trailer \"Sluice-Allow-Prune: yes\" or run with --allow-prune\n"
      ), "\(text)")
    let json = try await world.sluice("why", "dashboard/nodes", "-o", "json")
    #expect(json.output.contains("\"condition\": \"waiting\""), "\(json.output)")
  }

  @Test func aPathThatVanishedIsTold() async throws {
    let world = try await Workspace()
    let manifest = try await world.repository.git("show", "HEAD:grafana.yaml")
    try await world.repository.commit(
      ["prod/grafana.yaml": manifest, "prod/dashboard.yaml": Workspace.dashboard("Nodes")], message: "path")
    func apply(_ more: String...) async throws -> CommandRun {
      let file = try world.configuration()
      return await CommandRun.of(["apply", "--path", "prod", "--config", file] + more)
    }
    #expect(try await apply().status == .success)
    try await world.repository.commit(
      ["prod/dashboard.yaml": nil, "prod/grafana.yaml": nil], message: "gone")
    #expect(try await apply().status == .failure)
    let text = try await world.why()
    #expect(
      text.hasPrefix(
        "Nodes is not in the revision any more, and its deletion waits for an answer: "
          + "the path is not in the revision, which would delete 1 of 1 owned objects.\n"), "\(text)")
  }

  /// Where deletions are off, nothing asks; the object is left as it is all the same.
  @Test func aPathThatVanishedLeavesItsObjectsAlone() async throws {
    let world = try await Workspace()
    let manifest = try await world.repository.git("show", "HEAD:grafana.yaml")
    try await world.repository.commit(
      ["prod/grafana.yaml": manifest, "prod/dashboard.yaml": Workspace.dashboard("Nodes")], message: "path")
    try world.sources(["prod": "prune: false, path: ./prod"])
    func apply() async -> CommandRun {
      await CommandRun.of([
        "apply", "--sources", world.folder.file("sources.yaml"), "--state", world.folder.file("state"),
        "--secrets", world.folder.file("secrets"),
      ])
    }
    #expect(await apply().status == .success)
    try await world.repository.commit(
      ["prod/dashboard.yaml": nil, "prod/grafana.yaml": nil], message: "gone")
    #expect(await apply().status == .failure)
    let text = try await world.why()
    #expect(
      text.hasPrefix("Nodes is left as it is: there is no directory prod in main@sha1:"), "\(text)")
    #expect(!text.contains("gone") && !text.contains("nothing to do"), "\(text)")
  }

  @Test func aFolderThatCannotGoSaysWhatItHolds() async throws {
    let world = try await Workspace()
    let folder = """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaFolder
      metadata: {name: team, namespace: monitoring}
      spec: {instanceSelector: {matchLabels: {grafana: prod}}, uid: team, title: Team}
      """
    try await world.push(["team.yaml": folder], message: "folder")
    #expect(try await world.sluice("apply").status == .success)
    _ = world.grafana.perform(
      "POST", "/api/dashboards/db",
      body: "{\"folderUid\":\"team\",\"dashboard\":{\"uid\":\"mine\",\"title\":\"Mine\",\"panels\":[]}}",
      as: "alice")
    try await world.push(["team.yaml": nil], message: "no folder")
    #expect(try await world.sluice("apply").status == .success)
    let text = try await world.why("folder/team")
    #expect(
      text.hasPrefix(
        "Team is left as it is: folder \"Team\" is no longer in Git but stays: it holds dashboard \"Mine\".\n"
      ),
      "\(text)")
    #expect(!text.contains("nothing to do"))
  }

  @Test func aWorkspaceThatRefusesTheTokenLeavesTheStateUnknown() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try world.folder.write("glsa_wrong", to: "secrets/monitoring/grafana/token")
    for _ in 0..<2 { #expect(try await world.sluice("apply").status == .failure) }
    let text = try await world.why()
    #expect(text.hasPrefix("Nodes is unknown since "), "\(text)")
    #expect(text.contains(" UTC: ") && text.contains(" answered 401: "), "\(text)")
    #expect(text.contains(" (Grafana monitoring/prod, grafana.yaml:1).\n"), "\(text)")
    #expect(text.contains("  next        renew the token in "), "\(text)")
    #expect(!text.contains("nothing to do"))
    #expect(text.contains("  written in  dashboard.yaml:1, last changed by Ada in "), "\(text)")
    let json = try await world.sluice("why", "dashboard/nodes", "-o", "json")
    #expect(json.output.contains("\"condition\": \"unknown\""), "\(json.output)")
    #expect(json.output.contains("\"since\": \"20"), "\(json.output)")
    try world.folder.write(
      world.grafana.makeToken(named: "new", role: .admin).revealed, to: "secrets/monitoring/grafana/token")
    #expect(try await world.sluice("apply").status == .success)
    #expect(try await world.why().hasPrefix("Nodes is as committed.\n"))
  }

  @Test func aWorkspaceThatIsAwayLeavesTheStateUnknown() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    world.grafana.stop()
    #expect(try await world.sluice("apply").status == .failure)
    let text = try await world.why()
    #expect(text.hasPrefix("Nodes is unknown since "), "\(text)")
    #expect(
      text.contains("  next        see that spec.external.url of the manifest is right, "),
      "\(text)")
  }

  @Test func aMissingValueIsNoFaultOfTheManifest() async throws {
    let world = try await Workspace()
    let datasource = """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDatasource
      metadata: {name: amp, namespace: monitoring}
      spec:
        instanceSelector: {matchLabels: {grafana: prod}}
        uid: amp
        valuesFrom:
          - targetPath: secureJsonData.basicAuthPassword
            valueFrom: {secretKeyRef: {name: db, key: password}}
        datasource:
          {name: amp-prod, type: prometheus, access: proxy, url: "http://p:9090", secureJsonData: {basicAuthPassword: "${password}"}}
      """
    try await world.push(["amp.yaml": datasource], message: "value")
    #expect(try await world.sluice("apply").status == .failure)
    let text = try await world.why("datasource/amp")
    #expect(text.hasPrefix("amp is held back: a value that it refers to is missing.\n"), "\(text)")
    #expect(text.contains("  next        it is applied as soon as the value is there\n"), "\(text)")
    #expect(!text.contains("commit mends"))
  }

  @Test func twoManifestsOfOneUidNameEachOther() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    let other = "# other\n" + Workspace.dashboard("Nodes").replacing("name: nodes", with: "name: other")
    try await world.push(["other.yaml": other], message: "twin")
    #expect(try await world.sluice("apply").status == .failure)
    let text = try await world.why()
    #expect(
      text.hasPrefix(
        "Nodes is held back by another manifest: GrafanaDashboard monitoring/other (other.yaml:2) is the same dashboard.\n"
      ), "\(text)")
    #expect(
      text.contains("  next        it is applied as soon as a commit mends one of the two\n"), "\(text)")
  }

  /// What the version before this one kept has less in it.
  @Test func anOlderMemoryIsStillRead() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    let memory = try await world.memory()
    let kept = try #require(try await memory.setting("last cycle prod"))
    #expect(kept.contains("\"targets\":"))
    try await memory.set(
      "last cycle prod",
      to: String(kept[..<(try #require(kept.firstRange(of: ",\"targets\":"))).lowerBound]) + "}")
    #expect(try await world.why().hasPrefix("Nodes is as committed.\n"))
  }
}
