import Base
import Documents
import Plan
import Platform
import TestSupport
import Testing

@testable import Store

@Suite struct EventTests {
  private func event(_ number: Int, _ name: String?) -> Event {
    Event(
      at: noon + .seconds(number), level: .warn, environment: "prod", reference: name.map(reference),
      reason: "drift", message: "event \(number)")
  }

  @Test func newestFirstAndByObject() async throws {
    try await withState { state, _ in
      try await state.store.add([event(1, "a"), event(2, nil), event(3, "b"), event(4, "a")])
      let all = try await state.store.events(about: nil, limit: 3)
      #expect(all == [event(4, "a"), event(3, "b"), event(2, nil)])
      #expect(
        try await state.store.events(about: reference("a"), limit: 9) == [event(4, "a"), event(1, "a")])
    }
  }

  @Test func cyclesAreKeptByEnvironment() async throws {
    try await withState { state, _ in
      func cycle(_ environment: String, _ number: Int) -> CycleRecord {
        CycleRecord(
          environment: environment, revision: "main@sha1:\(number)", started: noon,
          duration: .milliseconds(1234),
          state: "success", counts: ["created": .number(JSONNumber(number))], requests: 14, writes: 5,
          bytesSent: 1000, bytesReceived: 2000)
      }
      for number in 1...3 { try await state.store.add(cycle("prod", number)) }
      try await state.store.add(cycle("test", 9))
      let found = try await state.store.cycles(of: "prod", limit: 2)
      #expect(found.map(\.revision) == ["main@sha1:3", "main@sha1:2"])
      #expect(found[0].counts["created"]?.intValue == 3)
      #expect(found[0].duration == .milliseconds(1234))
      #expect(
        [found[0].requests, found[0].writes, found[0].bytesSent, found[0].bytesReceived] == [
          14, 5, 1000, 2000,
        ])
    }
  }
}

@Suite struct CopyTests {
  private func copy(_ uid: String, _ title: String, _ taken: Timestamp = noon) -> KeptCopy {
    KeptCopy(
      target: target, key: ObjectKey(.dashboard, uid), title: title, parentUID: "platform",
      reason: "edited in Grafana by alice", taken: taken, revision: "main@sha1:3f2c9e1")
  }

  @Test func bodiesComeBackAndAreStoredOnce() async throws {
    try await withState { state, directory in
      let body = Array(String(repeating: #"{"title":"Node"}"#, count: 60_000).utf8)
      let store = state.store
      for _ in 0..<5 { try await store.keep(copy("n", "Node"), body: body, isSecret: false) }
      try await store.keep(copy("x", "Nginx"), body: [1, 2, 3], isSecret: false)
      let listed = try await store.copies(named: nil)
      #expect(listed.map(\.copy.title) == ["Nginx", "Node", "Node", "Node", "Node", "Node"])
      #expect(listed[1].size == body.count)
      #expect(listed[1].digest == Digest(of: body))
      #expect(listed[1].copy.reason == "edited in Grafana by alice")
      #expect(try await store.body(ofCopy: listed[1].id) == body)
      #expect(try await store.body(ofCopy: listed[0].id) == [1, 2, 3])
      #expect(try await store.body(ofCopy: 999) == nil)
      #expect(try await store.copies(named: "Nginx").count == 1)
      #expect(try await store.copies(named: "n").count == 5)
    }
  }

  @Test func bodiesWithSecretsStayOutOfTheDatabase() async throws {
    try await withState { state, directory in
      let body = Array("password: hunter2-hunter2".utf8)
      let store = state.store
      try await store.keep(copy("agent.yml", "agent.yml"), body: body, isSecret: true)
      let listed = try await store.copies(named: nil)
      #expect(try await store.body(ofCopy: listed[0].id) == body)
      #expect(listed[0].digest != Digest(of: body))
      let reader = try await StateDirectory.read(directory.file("state"))
      #expect(try await reader.body(ofCopy: listed[0].id) == body)
      let file = directory.file("state/copies/\(listed[0].digest)")
      #expect(try FileSystem.entry(at: file)?.mode == 0o600)
      for name in ["sluice.db", "sluice.db-wal"] {
        let content = try FileSystem.read(directory.file("state/" + name), limit: 10_000_000)
        #expect(!content.indices.contains { content[$0...].starts(with: Array("hunter2".utf8)) })
      }
      try directory.write("left by a killed process", to: "state/copies/0123")
      try await store.discardOld(Retention(), now: noon)
      #expect(try FileSystem.list(directory.file("state/copies")) == ["\(listed[0].digest)"])
      try await store.discardOld(Retention(), now: noon + .seconds(200 * 86_400))
      #expect(try FileSystem.list(directory.file("state/copies")).isEmpty)
    }
  }

  @Test func nobodyDiscardsWhatAnotherKeepsJustNow() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    let daemon = try await StateDirectory.open(path)
    let other = try await StateDirectory.write(path, key: daemon.digestKey)
    for number in 0..<40 {
      async let discarding: Void = daemon.store.discardOld(Retention(), now: noon)
      try await other.keep(copy("n\(number)", "Node"), body: [UInt8(number)], isSecret: true)
      try await discarding
    }
    let listed = try await other.copies(named: nil)
    #expect(listed.count == 40)
    for copy in listed { #expect(try await other.body(ofCopy: copy.id)?.count == 1) }
  }

  @Test func retentionLeavesTheNewest() async throws {
    try await withState { state, _ in
      let store = state.store
      for day in 0..<6 {
        try await store.keep(
          copy("n", "Node", noon + .seconds(day * 86_400)), body: [UInt8(day)], isSecret: false)
      }
      try await store.keep(copy("old", "Old", noon), body: [0], isSecret: false)
      var retention = Retention()
      retention.copiesOfOneObject = 3
      // The first copy is of what was there before anything was written.
      try await store.discardOld(retention, now: noon + .seconds(6 * 86_400))
      #expect(
        try await store.copies(named: "n").map(\.copy.taken)
          == [5, 4, 3, 0].map { noon + .seconds($0 * 86_400) })
      retention.copyAge = .seconds(4 * 86_400)
      try await store.discardOld(retention, now: noon + .seconds(6 * 86_400))
      let left = try await store.copies(named: nil)
      #expect(left.map(\.copy.taken) == [5, 4, 3].map { noon + .seconds($0 * 86_400) })
      #expect(try await store.body(ofCopy: left[2].id) == [3])
    }
  }

  /// An edit that comes again and again counts once, and what was written from Git counts apart.
  @Test func editsOfPeopleAreNotPushedOut() async throws {
    try await withState { state, _ in
      let store = state.store
      try await store.record([.put(entry("n"))], in: target)
      var retention = Retention()
      retention.copiesOfOneObject = 3
      func keep(_ content: UInt8, version: Int? = nil) async throws {
        let kept = KeptCopy(
          target: target, key: ObjectKey(.dashboard, "n"), title: "Node", parentUID: "", reason: "edited",
          taken: noon, revision: "r", version: version)
        try await store.keep(kept, body: [content], isSecret: false)
        try await store.discardOld(retention, now: noon)
      }
      try await keep(0)
      try await keep(1)
      // Equal ones, states of ours (the inventory has version 12), and one of another version, which is somebody else's.
      for _ in 0..<9 { try await keep(2) }
      for content in UInt8(10)..<20 { try await keep(content, version: 12) }
      try await keep(3, version: 13)
      var bodies: [UInt8] = []
      for copy in try await store.copies(named: "n") { bodies += try await store.body(ofCopy: copy.id) ?? [] }
      #expect(bodies == [3, 19, 18, 17, 2, 2, 1, 0])
    }
  }

  @Test func retentionBoundsTheRest() async throws {
    try await withState { state, _ in
      let store = state.store
      let events = (0..<20).map {
        Event(at: noon, level: .info, environment: "prod", reason: "r", message: "\($0)")
      }
      try await store.add(events)
      for number in 0..<4 {
        let ids = try await store.begin([intent("\(number)")], in: target)
        try await store.settle([Settlement(intent: ids[0], inventory: nil, history: done("a"))], in: target)
      }
      var retention = Retention()
      retention.events = 5
      retention.history = 3
      try await store.discardOld(retention, now: noon)
      #expect(
        try await store.events(about: nil, limit: 100).map(\.message) == ["19", "18", "17", "16", "15"])
      #expect(try await store.history(of: reference("a"), limit: 100).count == 3)
    }
  }
}

@Suite struct OutboxTests {
  private func message(_ subject: String, _ state: String, kind: String = "github-status") -> OutboxMessage {
    OutboxMessage(
      subject: subject, kind: kind, payload: ["state": .string(state)], created: noon)
  }

  private func states(_ messages: [WaitingMessage]) -> [String?] {
    messages.map { $0.message.payload["state"]?.stringValue }
  }

  @Test func aNewerMessageTakesThePlaceOfAWaitingOne() async throws {
    try await withState { state, _ in
      let store = state.store
      #expect(try await store.enqueue(message("c1", "pending")))
      #expect(try await store.enqueue(message("c2", "pending")))
      #expect(try await store.enqueue(message("c1", "pending", kind: "notes-push")))
      #expect(try await store.enqueue(message("c1", "success")))
      let due = try await store.dueMessages(at: noon, limit: 10)
      #expect(due.map(\.message.subject) == ["c2", "c1", "c1"])
      #expect(states(due) == ["pending", "pending", "success"])
    }
  }

  @Test func theSameIsNotToldTwice() async throws {
    try await withState { state, _ in
      let store = state.store
      #expect(try await store.enqueue(message("c", "success")))
      #expect(try await !store.enqueue(message("c", "success")))
      let due = try await store.dueMessages(at: noon, limit: 10)
      try await store.markDelivered(due[0].id, at: noon)
      #expect(try await store.dueMessages(at: noon, limit: 10).isEmpty)
      #expect(try await store.nextMessageTime() == nil)
      #expect(try await !store.enqueue(message("c", "success")))
      // Told again when something else was told in between.
      #expect(try await store.enqueue(message("c", "pending")))
      #expect(try await store.enqueue(message("c", "success")))
    }
  }

  @Test func aDeliveryOnItsWayDoesNotMarkItsSuccessor() async throws {
    try await withState { state, _ in
      let store = state.store
      try await store.enqueue(message("c", "pending"))
      let sent = try await store.dueMessages(at: noon, limit: 1)
      try await store.enqueue(message("c", "success"))
      try await store.markDelivered(sent[0].id, at: noon)
      #expect(states(try await store.dueMessages(at: noon, limit: 10)) == ["success"])
    }
  }

  @Test func failuresWaitAndAreGivenUp() async throws {
    try await withState { state, _ in
      let store = state.store
      try await store.enqueue(message("c", "success"))
      let first = try await store.dueMessages(at: noon, limit: 1)
      try await store.markFailed(first[0].id, "502 from api.github.com", nextAttempt: noon + .seconds(30))
      #expect(try await store.dueMessages(at: noon + .seconds(29), limit: 1).isEmpty)
      #expect(try await store.nextMessageTime() == noon + .seconds(30))
      let second = try await store.dueMessages(at: noon + .seconds(30), limit: 1)
      #expect(second.map(\.attempts) == [1])
      #expect(second.map(\.lastFailure) == ["502 from api.github.com"])
      try await store.enqueue(message("d", "success"))
      #expect(try await store.failingMessages(limit: 9).map(\.id) == [second[0].id])
      try await store.markDelivered(try await store.dueMessages(at: noon, limit: 9)[0].id, at: noon)
      try await store.markFailed(second[0].id, "401", nextAttempt: nil)
      #expect(try await store.failingMessages(limit: 9).isEmpty)
      #expect(try await store.nextMessageTime() == nil)
    }
  }

  @Test func deliveredMessagesAreForgottenInTime() async throws {
    try await withState { state, _ in
      let store = state.store
      try await store.enqueue(message("c", "success"))
      try await store.markDelivered(try await store.dueMessages(at: noon, limit: 1)[0].id, at: noon)
      try await store.enqueue(message("waiting", "success"))
      try await store.discardOld(Retention(), now: noon + .seconds(15 * 86_400))
      #expect(try await store.enqueue(message("c", "success")))
      #expect(try await store.dueMessages(at: noon, limit: 9).count == 2)
    }
  }
}

@Suite struct RefusalTests {
  @Test func rememberedReplacedAndForgotten() async throws {
    try await withState { state, _ in
      func refusal(_ attempts: Int) -> Refusal {
        Refusal(
          key: ObjectKey(.dashboard, "a"), digest: Digest(of: "a"), cause: .access, message: "title is empty",
          remedy: "give the role Admin", attempts: attempts, nextAttempt: noon + .seconds(attempts * 3600))
      }
      let key = ObjectKey(.dashboard, "a")
      try await state.store.remember(refusal(1), in: target)
      try await state.store.remember(refusal(2), in: target)
      #expect(try await state.store.refusals(in: target) == [key: refusal(2)])
      #expect(try await state.store.refusals(in: elsewhere).isEmpty)
      try await state.store.forgetRefusals(of: [key], in: target)
      #expect(try await state.store.refusals(in: target).isEmpty)
    }
  }

  /// A database of the version before is read as it is, and brought up to date by the one who writes.
  @Test func thoseOfTheFirstVersionAreRead() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    let key = ObjectKey(.dashboard, "a")
    func refusal(_ cause: Refusal.Cause, _ remedy: String?) -> Refusal {
      Refusal(
        key: key, digest: Digest(of: "a"), cause: cause, message: "no", remedy: remedy, attempts: 3,
        nextAttempt: noon)
    }
    let before = try await StateDirectory.open(path)
    try await before.store.remember(refusal(.access, "give the role Admin"), in: target)
    try await before.store.perform { (database) throws(StoreError) in
      try database.execute(
        """
        ALTER TABLE refusals DROP COLUMN cause; ALTER TABLE refusals DROP COLUMN remedy;
        ALTER TABLE copies DROP COLUMN ours;
        PRAGMA user_version = 1
        """)
    }
    await before.close()
    let reader = try await StateDirectory.read(path)
    #expect(try await reader.refusals(in: target) == [key: refusal(.content, nil)])
    let after = try await StateDirectory.open(path)
    #expect(try await after.store.refusals(in: target) == [key: refusal(.content, nil)])
    try await after.store.remember(refusal(.fault, "wait"), in: target)
    #expect(try await after.store.refusals(in: target) == [key: refusal(.fault, "wait")])
  }

  @Test func settingsComeAndGo() async throws {
    try await withState { state, _ in
      #expect(try await state.store.setting("head") == nil)
      try await state.store.set("head", to: "1")
      try await state.store.set("head", to: "2")
      #expect(try await state.store.setting("head") == "2")
      try await state.store.set("head", to: nil)
      #expect(try await state.store.setting("head") == nil)
    }
  }
}
