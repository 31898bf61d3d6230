import Documents
import Report
import TestSupport
import Testing

/// Mute timings and templates of notifications, from Git to the workspace and back.
@Suite struct MuteTimingsEndToEnd {
  private typealias Written = NotificationManifest
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let start = Written.company.merging([
    "nights.yaml": Written.muteTiming(), "slack.yaml": Written.template(),
  ]) { first, _ in first }

  private func timing(_ world: World, _ name: String = "nights") throws -> JSON {
    try world.get("\(Written.muteTimingPath)/\(name)")
  }

  @Test(arguments: NotificationManifest.versions)
  func comeIntoBeingAndStaySilent(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 6)
    #expect(try timing(world)["time_intervals"]?[0]?["weekdays"] == ["monday:friday", "sunday"])
    let template = try world.get("\(Written.templatePath)/slack")["template"]
    #expect(template == "{{ define \"slack\" }}\n  Rec {{ .Status }}\n{{ end }}")
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    await daemon.stop()
  }

  @Test(arguments: NotificationManifest.versions)
  func changeAreMendedAndGo(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push([
      "nights.yaml": Written.muteTiming(weekdays: "tuesday"), "slack.yaml": Written.template("Other"),
    ])
    let change = await daemon.cycle()
    #expect(change.problemMessages == [])
    #expect(change.counts.updated == 2)
    #expect(try timing(world)["time_intervals"]?[0]?["weekdays"] == ["tuesday", "sunday"])
    let edited: JSON = ["name": "nights", "time_intervals": [["weekdays": ["friday"]]]]
    #expect(world.act("PUT", "\(Written.muteTimingPath)/nights", edited) == 202)
    #expect(world.act("PUT", "\(Written.templatePath)/slack", ["template": "By hand"]) == 202)
    let drift = await daemon.cycle()
    #expect(drift.problemMessages == [])
    #expect(drift.counts.repaired == 2)
    #expect(try timing(world)["time_intervals"]?[0]?["weekdays"] == ["tuesday", "sunday"])
    let copy = try #require(try await daemon.state.store.copies(named: "nights").first)
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(try timing(world)["time_intervals"] == [["weekdays": ["friday"]]])
    #expect(await daemon.cycle().counts.repaired == 1)
    try await world.push(["nights.yaml": nil, "slack.yaml": nil])
    #expect(await daemon.cycle().counts.deleted == 2)
    #expect(world.status("\(Written.muteTimingPath)/nights") == 404)
    #expect(world.status("\(Written.templatePath)/slack") == 404)
    try await world.push(Self.start)
    #expect(await daemon.cycle().counts.created == 2)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test(arguments: NotificationManifest.versions)
  func getAnotherName(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["nights.yaml": Written.muteTiming("late a/b")])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(world.status("\(Written.muteTimingPath)/nights") == 404)
    #expect(world.status("\(Written.muteTimingPath)/late%20a%2Fb") == 200)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// What is there already becomes ours, with a copy where it is changed.
  @Test(arguments: NotificationManifest.versions)
  func areTakenOver(version: String) async throws {
    let world = try await World(version: version)
    let equal: JSON = [
      "name": "nights",
      "time_intervals": [
        [
          "times": [["start_time": "22:00", "end_time": "24:00"]], "weekdays": ["monday:friday", "sunday"],
          "months": ["1:3", "12"], "days_of_month": ["1:15", "-1"], "years": ["2030:2031"],
        ]
      ],
    ]
    #expect(world.act("POST", Written.muteTimingPath, equal) == 201)
    #expect(world.act("PUT", "\(Written.templatePath)/slack", ["template": "Theirs"]) == 202)
    try await world.push(Self.start)
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.adopted == 1)
    #expect(report.counts.updated == 1)
    #expect(try await daemon.state.store.copies(named: "slack").count == 1)
    #expect(try await daemon.state.store.copies(named: "nights").isEmpty)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Open to people unless the manifest says otherwise, as far as the server can.
  @Test func areOpenOrLockedAsTheManifestSays() async throws {
    let world = try await World(version: "12.4")
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(try timing(world)["provenance"] == nil)
    try await world.push([
      "nights.yaml": Written.muteTiming(extra: "editable: false"),
      "slack.yaml": Written.template(extra: "editable: false"),
    ])
    #expect(await daemon.cycle().counts.updated == 2)
    #expect(try timing(world)["provenance"] == "api")
    #expect(try world.get("\(Written.templatePath)/slack")["provenance"] == "api")
    // What is locked stays so; the plan says it, and nothing fails.
    try await world.push(Self.start)
    let plan = try await daemon.reconciler.plan()
    #expect(
      PlanText.render(plan, details: .full, now: plan.started).contains("the workspace keeps it locked"))
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["nights.yaml": Written.muteTiming(weekdays: "tuesday")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(try timing(world)["time_intervals"]?[0]?["weekdays"] == ["tuesday", "sunday"])
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func whatTheServerRefusesIsToldWithItsReason() async throws {
    for (version, reason) in [
      ("9.3", "invalid object specification: invalid template: template: :1: function \"nofn\" not defined"),
      (
        "12.4",
        "Template is in invalid format. Correct the payload and try again. invalid template: template: :1: function \"nofn\" not defined"
      ),
    ] {
      let world = try await World(version: version)
      try await world.push(["slack.yaml": Written.template("{{ define \"slack\" }}{{ nofn . }}{{ end }}")])
      let daemon = try await world.start()
      #expect(
        await daemon.cycle().problemMessages == [
          "PUT /api/v1/provisioning/templates/slack answered 400: \(reason)"
        ])
      await daemon.stop()
    }
  }
}
