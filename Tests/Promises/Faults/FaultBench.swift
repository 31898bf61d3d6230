import Base
import GrafanaEmulator
import Report
import Testing

/// A world in which cases are played: the whole program but its process, against the emulator, with answers of real servers
/// in place of its own.
///
/// Each round changes what its cases need in Git, lets one cycle meet the answers, looks at what was told and at what is
/// left, ends the faults, and looks again until all is as committed.
final class FaultBench {
  static let secret = "correct-horse-battery-staple"

  private let version: String
  private let world: World
  private let clock = FaultClock()
  private var daemon: Daemon
  private var files: [String: String]
  /// What is wanted of each object: its generation, nil where it is not wanted.
  private var wanted: [String: (kind: FaultKind, generation: Int?)] = [:]
  /// What went otherwise than promised.
  private(set) var failures: [String] = []
  /// Cases whose answer needed no word: what was wanted came about all the same.
  private(set) var silent: [FaultCase] = []
  private(set) var played = 0

  init(version: String) async throws {
    self.version = version
    let isLegacy = FaultSeat.legacyAlerting.contains(version)
    world = try await World(version: version, alerting: isLegacy ? .legacy : .unified)
    try world.folder.write(Self.secret, to: "secrets/monitoring/faults/password")
    files = FaultSurroundings.files(of: version)
    // Uses the Secret, so that what servers say of its value is recognised.
    let keeper = FaultKind.Object(name: "keeper", generation: 1, version: version)
    files["keeper.yaml"] = FaultKind.datasource.manifest(world, keeper)
    daemon = try await Self.start(world, clock)
  }

  private static func start(_ world: World, _ clock: FaultClock) async throws -> Daemon {
    try await world.start(time: clock) {
      $0.prune.limitShare = 1
      $0.prune.limitCount = 10_000
    }
  }

  func play(_ cases: [FaultCase]) async throws {
    try await push()
    try await settle("the beginning")
    for (number, round) in Self.rounds(cases).enumerated() {
      if round.count > 1 { try await proveFolders(number) }
      try await play(round: round)
    }
    expectNoSecret(world.log.lines + [try await world.note()], "the log and the note")
    await daemon.stop()
  }

  /// Those that concern everything, end a cycle, or have the same object follow each other, while there is little to look
  /// at; then come all others of a verb at once.
  private static func rounds(_ cases: [FaultCase]) -> [[FaultCase]] {
    func isAlone(_ item: FaultCase) -> Bool {
      !item.seat.isOfOneObject || item.answer.endsCycle || item.kind.isSingle
    }
    let alone = cases.filter { isAlone($0) }
    let together = cases.filter { !isAlone($0) }
    return alone.sorted { $0.seat.verb.rawValue < $1.seat.verb.rawValue }.map { [$0] }
      + FaultSeat.Verb.allCases.map { verb in together.filter { $0.seat.verb == verb } }.filter {
        !$0.isEmpty
      }
  }

  /// Whether the newer API takes folders is known from the first that is written since the start. Of many at once the first
  /// may be one that is refused, and then all would go the older way.
  private func proveFolders(_ number: Int) async throws {
    files["proof.yaml"] = Manifest.folder("proof", title: "Proof \(number)")
    try await push()
    try await settle("a folder before many")
  }

  // MARK: A round

  private func play(round: [FaultCase]) async throws {
    played += round.count
    try await prepare(round)
    for item in round { change(item) }
    try await push()
    if round.contains(where: { $0.seat.needsConnection }) {
      await daemon.stop()
      daemon = try await Self.start(world, clock)
    }
    world.workspace.use(
      FaultPlan(
        try round.flatMap { item in
          item.seat.rules(item.answer, object: item.object, number: try item.kind.number(world, item.object))
        }))
    world.workspace.clearLog()
    let report = await daemon.cycle()
    for item in round { try judge(item, report) }
    try expectOthersWhole(round)
    world.workspace.use(FaultPlan())
    expectNoSecret([texts(report)], round[0].name)
    if round[0].seat.verb != .observe {
      // What was refused for good waits, and says so for as long as it waits.
      let next = await daemon.cycle()
      for item in round where trouble(of: item, in: report) != nil && isStale(item, in: next) {
        failures.append(
          "\(item.name): the next cycle tells other trouble: \(trouble(of: item, in: next)?.message ?? "")")
      }
      expectNoSecret([texts(next)], round[0].name)
    }
    clock.move(by: .seconds(7200))
    try await settle(
      round.count == 1 ? round[0].name : "\(round[0].seat.verb) of \(round.count) objects",
      provesQuiet: round[0].seat.verb != .observe)
  }

  /// Brings objects into being that are to be changed, read or deleted, and takes others away.
  private func prepare(_ round: [FaultCase]) async throws {
    for item in round where item.kind.name != FaultKind.workspace.name {
      let isThere = wanted[item.object]?.generation != nil
      guard isThere != (item.seat.verb != .create) else { continue }
      want(item, isThere ? nil : 1)
    }
    guard files != pushed else { return }
    try await push()
    try await settle("what comes before \(round[0].name)")
  }

  private func change(_ item: FaultCase) {
    let generation = wanted[item.object]?.generation ?? 0
    switch item.seat.verb {
    case .observe: break
    case .create, .read, .update: want(item, generation + 1)
    case .delete: want(item, nil)
    }
  }

  private func want(_ item: FaultCase, _ generation: Int?) {
    wanted[item.object] = (item.kind, generation)
    let file = item.kind.file(item.object)
    files[file] =
      generation.map { item.kind.manifest(world, object(item.object, $0)) } ?? item.kind.withoutObject(world)
  }

  private func object(_ name: String, _ generation: Int) -> FaultKind.Object {
    FaultKind.Object(name: name, generation: generation, version: version)
  }

  private var pushed: [String: String] = [:]

  private func push() async throws {
    guard files != pushed else { return }
    var change: [String: String?] = files.mapValues { $0 }
    for file in pushed.keys where files[file] == nil { change[file] = .some(nil) }
    pushed = files
    try await world.push(change)
  }

  // MARK: Judgement

  /// Whether an object came out as it may, and whether people are told why it did not come out as it should.
  private func judge(_ item: FaultCase, _ report: CycleReport) throws {
    let hit = world.workspace.requests.contains { item.seat.isCall($0) && $0.status == item.answer.status }
    if !hit { failures.append("\(item.name): the call was not made") }
    guard item.seat.verb != .observe else {
      try judgeListing(item, report)
      return
    }
    let isReached = try stored(item.object) == wanted[item.object]?.generation
    guard let told = trouble(of: item, in: report) else {
      if !isReached { failures.append("\(item.name): nothing is told, and it is not done: \(texts(report))") }
      silent.append(item)
      return
    }
    if item.seat.verb != .create, try stored(item.object) == nil, !isReached {
      failures.append("\(item.name): the object is lost")
    }
    let words = item.possibleWords.first { told.message.contains($0) } ?? item.words
    if !item.needsNoWord, !told.message.contains(words) {
      failures.append("\(item.name): is told as: \(told.message)")
    }
    let isOfAll = report.targets.contains { $0.failure != nil }
    let file = isOfAll ? "grafana.yaml" : item.kind.file(item.object)
    let reference = ObjectReference(kind: "", namespace: "", name: item.kind.manifestName(item.object))
    let name = isOfAll ? "monitoring/prod" : reference.manifest.name
    if told.file != file { failures.append("\(item.name): is told of \(told.file)") }
    let text = texts(report)
    for part in [name, file, item.needsNoWord ? "" : words] where !text.contains(part) && !part.isEmpty {
      failures.append("\(item.name): the text does not name \(part): \(text)")
    }
  }

  /// A listing that fails keeps what it would show as it is.
  private func judgeListing(_ item: FaultCase, _ report: CycleReport) throws {
    if world.workspace.totals.writes > 0 { failures.append("\(item.name): it wrote all the same") }
    let isSaid = texts(report).contains(item.words)
    if report.state == .success {
      silent.append(item)
      if !item.needsNoWord { failures.append("\(item.name): is told as success") }
    } else if !isSaid, !item.needsNoWord {
      failures.append("\(item.name): is told as: \(texts(report))")
    } else if !texts(report).contains("grafana.yaml"), report.findings.isEmpty {
      failures.append("\(item.name): the manifest of the workspace is not named: \(texts(report))")
    }
  }

  private func trouble(of item: FaultCase, in report: CycleReport) -> (message: String, file: String)? {
    let name = item.kind.manifestName(item.object)
    for outcome in report.targets.flatMap(\.outcomes) where outcome.action.reference.name == name {
      if case .failed(let failure) = outcome.result {
        return (PlainText.line(failure.message), outcome.action.origin.file)
      }
    }
    for finding in report.findings where finding.subject?.name == name && finding.severity == .error {
      return (PlainText.line(finding.message), finding.location?.file ?? "")
    }
    if item.answer.endsCycle, let target = report.targets.first(where: { $0.failure != nil }) {
      // Nobody's in particular: what is wrong is the workspace, or the credentials for it.
      return (PlainText.line(target.trouble ?? ""), target.manifest?.origin.file ?? "")
    }
    return nil
  }

  /// Whether the cycle after the fault still has trouble with the object, and tells another reason for it.
  private func isStale(_ item: FaultCase, in report: CycleReport) -> Bool {
    guard let told = trouble(of: item, in: report) else { return false }
    return !item.needsNoWord && !item.possibleWords.contains { told.message.contains($0) }
  }

  private func texts(_ report: CycleReport) -> String {
    CycleText.render(report, details: .full, now: report.started)
  }

  private func stored(_ name: String) throws -> Int? {
    guard let (kind, generation) = wanted[name] else { return nil }
    return try kind.stored(world, object(name, generation ?? 0))
  }

  private func expectOthersWhole(_ round: [FaultCase]) throws {
    let concerned = Set(round.map(\.object))
    for (name, wanted) in wanted where !concerned.contains(name) {
      if try stored(name) != wanted.generation {
        failures.append("\(round[0].name): \(name) is \(String(describing: try stored(name)))")
      }
    }
  }

  private func expectNoSecret(_ texts: [String], _ place: String) {
    // Tokens that are made begin so.
    for text in texts where text.contains(Self.secret) || text.contains("glsa_") {
      failures.append("\(place) shows a secret: \(text)")
    }
  }

  /// All is as committed, and the cycle after that writes nothing.
  private func settle(_ what: String, provesQuiet: Bool = true) async throws {
    let report = await daemon.cycle()
    if report.state != .success { failures.append("\(what): does not recover: \(texts(report))") }
    for (name, wanted) in wanted where try stored(name) != wanted.generation {
      failures.append(
        "\(what): \(name) is \(String(describing: try stored(name))) in place of \(String(describing: wanted.generation))"
      )
    }
    guard provesQuiet else { return }
    world.workspace.clearLog()
    let quiet = await daemon.cycle()
    if world.workspace.totals.writes > 0 || quiet.state != .success {
      failures.append(
        "\(what): goes on writing: \(texts(quiet)) \(world.workspace.requests.filter { $0.method != "GET" })")
    }
  }
}

/// Text as reports show it.
enum PlainText {
  static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
