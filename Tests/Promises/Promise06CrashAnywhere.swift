import Base
import Documents
import Foundation
import GrafanaEmulator
import Store
import TestSupport
import Testing

/// Promise 6: a kill -9 at any point loses no ownership and makes no twin; the next run reaches the same end.
///
/// The program runs as a process of its own. It is killed at each request that it sends, once before and once after the
/// workspace has carried the request out; then it runs again, undisturbed.
@Suite(.enabled(if: Program.isBuilt, "the sluice program is not built beside the tests"))
struct Promise06CrashAnywhere {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let files = [
    "team.yaml": Manifest.folder(),
    "inner.yaml": Manifest.folder("inner", title: "Inner", extra: "parentFolderRef: team"),
    "a.yaml": Manifest.dashboard("a"), "b.yaml": Manifest.dashboard("b", folder: "folderRef: inner"),
    "c.yaml": Manifest.dashboard("c", folder: "folder: Shared").replacingOccurrences(
      of: "\"uid\": \"c\",", with: ""),
    "s.yaml": Manifest.datasource("amp"), "t.yaml": Manifest.datasource("amp2"),
    "agent.yaml": AgentManifest.whole,
  ]

  /// Half of the places in each of two tests, so that they run side by side.
  @Test(arguments: [0, 1])
  func killedAtEveryRequestItConvergesAllTheSame(half: Int) async throws {
    let reference = try await World()
    try await reference.push(Self.files)
    try await Program.apply(reference)
    let requests = reference.workspace.requests.count
    let expected = try await state(reference)
    var places = 0
    for place in stride(from: half, to: requests, by: 2) {
      for isAfter in [false, true] {
        let world = try await World()
        try await world.push(Self.files)
        try await kill(world, atRequest: place, after: isAfter)
        try await Program.apply(world, "after a kill at request \(place)")
        let difference = Set(try await state(world)).symmetricDifference(expected).sorted()
        #expect(difference == [], "after a kill at request \(place), after it took effect: \(isAfter)")
        places += 1
      }
    }
    // With the other half, the changes and the moments below more than sixty.
    #expect(places >= 20)
  }

  /// The same for a revision that changes, moves and deletes.
  @Test func killedInTheMiddleOfChangesItConvergesAllTheSame() async throws {
    let change: [String: String?] = [
      "a.yaml": nil, "b.yaml": Manifest.dashboard("b", panel: "Memory"), "t.yaml": nil,
      "s.yaml": Manifest.datasource("amp", extra: "jsonData: {httpMethod: POST}"),
      "d.yaml": Manifest.dashboard("d"),
      "agent.yaml": AgentManifest.whole.replacingOccurrences(
        of: "prometheus.example.org", with: "other.example.org"),
    ]
    let reference = try await World()
    try await reference.push(Self.files)
    try await Program.apply(reference)
    try await reference.push(change)
    reference.workspace.clearLog()
    try await Program.apply(reference)
    let requests = reference.workspace.requests.count
    #expect(requests >= 10)
    let expected = try await state(reference)
    for place in 0..<requests {
      let world = try await World()
      try await world.push(Self.files)
      try await Program.apply(world)
      try await world.push(change)
      try await kill(world, atRequest: place, after: place % 2 == 1)
      try await Program.apply(world, "after a kill at request \(place)")
      let difference = Set(try await state(world)).symmetricDifference(expected).sorted()
      #expect(difference == [], "after a kill at request \(place)")
    }
  }

  /// Between requests as well: while it clones, renders, writes its memory, files or notes.
  @Test func killedAtAnyMomentItConvergesAllTheSame() async throws {
    let reference = try await World()
    try await reference.push(Self.files)
    let clock = ContinuousClock()
    let begun = clock.now
    try await Program.apply(reference)
    let duration = clock.now - begun
    let expected = try await state(reference)
    for part in 1...16 {
      let world = try await World()
      try await world.push(Self.files)
      let moment = clock.now + duration * part / 16
      #expect(try await Program.kill(world) { clock.now >= moment })
      try await Program.apply(world, "after a kill at \(part)/16")
      let difference = Set(try await state(world)).symmetricDifference(expected).sorted()
      #expect(difference == [], "after a kill at \(part)/16")
    }
  }

  /// Runs the program and kills it while the request of that number is held up, before or after it took effect.
  private func kill(_ world: World, atRequest place: Int, after isAfter: Bool) async throws {
    var rule = FaultRule(
      isAfter
        ? FaultEffect(latencyMilliseconds: 600_000, .cutAfter)
        : FaultEffect(latencyMilliseconds: 600_000, .cutBefore))
    rule.skip = place
    rule.times = 1
    world.workspace.clearLog()
    world.workspace.use(FaultPlan([rule]))
    #expect(try await Program.kill(world) { world.workspace.requests.count > place })
    world.workspace.use(FaultPlan())
  }

  /// Everything that the workspace and the output directory hold, without numbers that a server counts, and what of it
  /// is remembered as ours.
  private func state(_ world: World) async throws -> [String] {
    let hits = try world.get("/api/search?limit=5000").arrayValue ?? []
    var lines = try hits.map { hit -> String in
      let uid = hit["uid"]?.stringValue ?? ""
      var line =
        "\(hit["type"]?.stringValue ?? "") \(uid) \(hit["title"]?.stringValue ?? "") \(hit["folderUid"]?.stringValue ?? "")"
      if hit["type"] == "dash-db" {
        let model = try world.dashboard(uid)["dashboard"]?.objectValue?.filter {
          !["id", "version"].contains($0)
        }
        line += JSONWriter.string(model.map { .object($0) } ?? .null, style: .canonical)
      }
      return line
    }
    for source in try world.get("/api/datasources").arrayValue ?? [] {
      let fields = source.objectValue?.filter {
        ["uid", "name", "type", "url", "jsonData", "isDefault"].contains($0)
      }
      lines.append(JSONWriter.string(fields.map { .object($0) } ?? .null, style: .canonical))
    }
    for path in try FileManager.default.subpathsOfDirectory(atPath: world.agentPath).sorted() {
      let text = (try? String(contentsOfFile: world.agentPath + "/" + path, encoding: .utf8)) ?? "directory"
      lines.append("\(path): \(text.replacingOccurrences(of: world.folder.path, with: ""))")
    }
    let memory = try await StateReading.open(world.statePath + "/prod")
    for target in [world.workspace.url, "agents:" + world.agentPath] {
      let owned = try await memory.store.inventory(of: TargetName(environment: "prod", name: target)).values
      lines += owned.map { "\($0.key) of \($0.reference), \($0.isAdopted ? "taken over" : "made")" }
    }
    return lines.sorted()
  }
}
