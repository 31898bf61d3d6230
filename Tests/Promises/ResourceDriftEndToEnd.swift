import Documents
import Foundation
import GrafanaEmulator
import Report
import TestSupport
import Testing

/// What Git says of an object of the Kubernetes-style API, what the server fills in, and what people do to it.
@Suite struct ResourceDriftEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let path = ResourceManifest.path

  private static func plain(_ spec: String = "{title: Wall}", metadata: String = "") -> [String: String?] {
    ["wall.yaml": ResourceManifest.dashboard(spec: spec, metadata: metadata), "team.yaml": Manifest.folder()]
  }

  private func edit(_ world: World, _ patch: JSON) throws {
    let edited = try world.get(Self.path).merging(patch: patch)
    #expect(world.act("PUT", Self.path, edited) == 200)
  }

  private func changes(_ report: CycleReport) -> [String] {
    report.targets.flatMap(\.outcomes).flatMap(\.action.changes).map {
      [$0.summary, $0.before, $0.after].compactMap { $0 }.joined(separator: " | ")
    }
  }

  @Test func whatPeopleAddIsTakenAwayAndKept() async throws {
    let world = try await World()
    try await world.push(Self.plain())
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    #expect(await daemon.cycle().isQuiet)

    try edit(world, ["spec": ["tags": ["x"], "refresh": "5s", "links": [["title": "theirs"]]]])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.repaired == 1)
    #expect(changes(report).map { $0.prefix(9) }.sorted() == ["spec.link", "spec.refr", "spec.tags"])
    #expect(try world.get(Self.path)["spec"]?["tags"]?.arrayValue ?? [] == [])
    let copies = try await daemon.state.store.copies(named: "dashboard.grafana.app/Dashboard/wall")
    #expect(copies.count == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Of a commit the plan tells what it changes, and nothing of what the server fills in; nobody's work is overwritten, so
  /// no copy is kept.
  @Test func aCommitChangesWhatItSays() async throws {
    let world = try await World()
    try await world.push(Self.plain("{title: Wall, tags: [a], panels: [{title: CPU, type: text}]}"))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(
      Self.plain("{title: Hall, panels: [{title: CPU, type: text}, {title: Disk, type: text}]}"))
    let report = await daemon.cycle()
    #expect(report.counts.updated == 1)
    #expect(
      changes(report).sorted() == [
        "spec, panel \"Disk\" added", "spec.tags removed | [\"a\"]", "spec.title | Wall | Hall",
      ])
    #expect(try await daemon.state.store.copies(named: "dashboard.grafana.app/Dashboard/wall").isEmpty)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func annotationsThatLeaveGitGo() async throws {
    let world = try await World()
    try await world.push(Self.plain(metadata: "annotations: {c: '3', d: '4'}"))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try edit(world, ["metadata": ["annotations": ["their": "y"]]])
    #expect(await daemon.cycle().counts.changed == 0)
    try await world.push(Self.plain(metadata: "annotations: {c: '3'}"))
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(changes(report) == ["annotations.d removed | 4"])
    let annotations = try world.get(Self.path)["metadata"]?["annotations"]
    #expect(annotations?["c"] == "3")
    #expect(annotations?["d"] == nil)
    #expect(annotations?["their"] == "y")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// A secret may stand in their names, so these are known by digests only.
  @Test func annotationsOfSecretContentGoToo() async throws {
    let world = try await World()
    try world.folder.write("top-hidden", to: "secrets/monitoring/s/api")
    let patch = """
      patch:
        env: [{name: API, valueFrom: {secretKeyRef: {name: s, key: api}}}]
        scripts: ['.spec.note = env.API']
      """
    func files(_ annotations: String) -> [String: String?] {
      [
        "wall.yaml": ResourceManifest.dashboard(
          metadata: "annotations: {\(annotations)}", extra: patch),
        "team.yaml": Manifest.folder(),
      ]
    }
    try await world.push(files("c: '3', d: '4'"))
    let daemon = try await world.start { $0.evaluators = .patient }
    #expect(await daemon.cycle().problemMessages == [])
    #expect(await daemon.cycle().isQuiet)
    try edit(world, ["metadata": ["annotations": ["their": "y"]]])
    #expect(await daemon.cycle().counts.changed == 0)

    try await world.push(files("c: '3'"))
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    let annotations = try world.get(Self.path)["metadata"]?["annotations"]
    #expect(annotations?["c"] == "3")
    #expect(annotations?["d"] == nil)
    #expect(annotations?["their"] == "y")
    #expect(try await daemon.state.store.copies(named: "dashboard.grafana.app/Dashboard/wall").isEmpty)
    #expect(await daemon.cycle().isQuiet)

    // One that somebody puts back is theirs.
    try edit(world, ["metadata": ["annotations": ["d": "5"]]])
    #expect(await daemon.cycle().counts.changed == 0)
    await daemon.stop()
  }

  /// What is there after a write that nobody answered is looked at with what had to go.
  @Test func annotationsGoWithAWriteThatIsLost() async throws {
    let world = try await World()
    try await world.push(Self.plain(metadata: "annotations: {c: '3', d: '4'}"))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    var rule = FaultRule(method: "PUT", path: Self.path, .badGatewayPage)
    rule.times = 1
    world.workspace.use(FaultPlan([rule]))
    try await world.push(Self.plain(metadata: "annotations: {c: '3'}"))
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.get(Self.path)["metadata"]?["annotations"]?["d"] == nil)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aMoveByHandIsTakenBack() async throws {
    let world = try await World()
    try await world.push(Self.plain())
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try edit(world, ["metadata": ["annotations": ["grafana.app/folder": "team"]]])
    let report = await daemon.cycle()
    #expect(report.counts.repaired == 1)
    #expect(changes(report) == ["annotations.grafana.app/folder removed | team"])
    #expect(try world.get(Self.path)["metadata"]?["annotations"]?["grafana.app/folder"] == nil)
    await daemon.stop()
  }

  /// Of an object that somebody else made nobody knows which of its members the server filled in.
  @Test func aTakeoverTellsWhatIsNotInGit() async throws {
    let world = try await World()
    let theirs: JSON = [
      "apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "metadata": ["name": "wall"],
      "spec": ["title": "Wall", "tags": ["x"]],
    ]
    #expect(world.act("POST", Self.path.replacing("/wall", with: ""), theirs) == 201)
    try await world.push(Self.plain())
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.counts.updated == 1)
    #expect(changes(report).count == 1)
    #expect(changes(report).first?.contains("spec.tags") == true)
    #expect(
      changes(report).first?.hasSuffix("not in Git: removed, unless the server fills in the same") == true)
    #expect(try world.get(Self.path)["spec"]?["tags"]?.arrayValue ?? [] == [])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func aLostMemoryWritesNothing() async throws {
    let world = try await World()
    try await world.push(Self.plain())
    let first = try await world.start()
    #expect(await first.cycle().problemMessages == [])
    await first.stop()
    let version = try world.get(Self.path)["metadata"]?["resourceVersion"]
    try FileManager.default.removeItem(atPath: world.statePath)
    let second = try await world.start()
    #expect(await second.cycle().counts.changed == 0)
    #expect(try world.get(Self.path)["metadata"]?["resourceVersion"] == version)
    // What was taken for the server's then is known from now on.
    try edit(world, ["spec": ["tags": ["x"]]])
    #expect(await second.cycle().counts.repaired == 1)
    await second.stop()
  }

  /// Members whose names speak of secrets, and credentials in URLs, are never told.
  @Test func secretsInClearAreNotPrinted() async throws {
    let world = try await World()
    func spec(_ secret: String) -> String {
      "{title: Wall, password: \(secret), inner: {apiKey: \(secret)}, url: 'https://u:\(secret)@example.org/x?t=\(secret)'}"
    }
    try await world.push(Self.plain(spec("first-hidden")))
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(Self.plain(spec("second-hidden")))
    let report = await daemon.cycle()
    #expect(report.counts.updated == 1)
    let told = changes(report)
    #expect(told.count == 3)
    #expect(told.filter { $0.contains("-hidden") } == [])
    try edit(world, ["spec": ["token": "third-hidden", "link": "https://u:third-hidden@example.org/"]])
    let repair = await daemon.cycle()
    #expect(repair.counts.repaired == 1)
    #expect(changes(repair).count == 2)
    #expect(changes(repair).filter { $0.contains("-hidden") } == [])
    #expect(world.log.lines.filter { $0.contains("-hidden") } == [])
    await daemon.stop()
  }

  @Test func scriptsWithSecretsShowNothing() async throws {
    let world = try await World()
    try world.folder.write("top-hidden", to: "secrets/monitoring/s/api")
    let patch = """
      patch:
        env: [{name: API, valueFrom: {secretKeyRef: {name: s, key: api}}}]
        scripts: ['.spec.note = env.API', '.spec.title += "!"']
      """
    func files(_ title: String) -> [String: String?] {
      [
        "wall.yaml": ResourceManifest.dashboard(spec: "{title: \(title)}", metadata: "", extra: patch),
        "team.yaml": Manifest.folder(),
      ]
    }
    try await world.push(files("Wall"))
    let daemon = try await world.start { $0.evaluators = .patient }
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try world.get(Self.path)["spec"]?["note"] == "top-hidden")
    #expect(try world.get(Self.path)["spec"]?["title"] == "Wall!")
    #expect(await daemon.cycle().isQuiet)
    try await world.push(files("Hall"))
    #expect(changes(await daemon.cycle()) == ["content (changed)"])
    #expect(try world.get(Self.path)["spec"]?["title"] == "Hall!")
    #expect(await daemon.cycle().isQuiet)
    // A secret that rotates is written, and an edit is put back.
    try world.folder.write("next-hidden", to: "secrets/monitoring/s/api")
    #expect(await daemon.cycle().counts.changed == 1)
    #expect(try world.get(Self.path)["spec"]?["note"] == "next-hidden")
    try edit(world, ["spec": ["tags": ["x"]]])
    let repair = await daemon.cycle()
    #expect(repair.counts.repaired == 1)
    #expect(changes(repair) == ["content (changed)"])
    #expect(await daemon.cycle().isQuiet)
    #expect(world.log.lines.filter { $0.contains("-hidden") } == [])
    await daemon.stop()
  }
}
