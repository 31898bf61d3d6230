import Base
import Glibc
import Plan
import Platform
import TestSupport
import Testing

@testable import Store

@Suite struct OpeningTests {
  @Test func everythingIsForTheOwnerOnly() async throws {
    try await withState { state, directory in
      let path = directory.file("state")
      #expect(state.store.opening == .created)
      #expect(try FileSystem.entry(at: path)?.mode == 0o700)
      for name in try FileSystem.list(path) {
        #expect(try FileSystem.entry(at: path + "/" + name)?.mode == 0o600, "\(name)")
      }
    }
  }

  @Test func theKeyIsMadeOnceAndIsNotInTheDatabase() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    var first: StateDirectory? = try await StateDirectory.open(path)
    let key = try #require(first?.digestKey)
    let bytes = key.withBytes { $0 }
    #expect(bytes.count == 32)
    first = nil
    let second = try await StateDirectory.open(path)
    #expect(second.digestKey == key)
    for name in ["sluice.db", "sluice.db-wal"] {
      let content = try FileSystem.read(path + "/" + name, limit: 10_000_000)
      #expect(!content.indices.contains { content[$0...].starts(with: bytes) })
    }
  }

  @Test func aKeyOfAnotherLengthIsRefused() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("short", to: "state/key")
    let error = await thrown(StoreError.self) { _ = try await StateDirectory.open(directory.file("state")) }
    #expect(
      error?.description
        == "\(directory.file("state/key")) has 5 bytes instead of 32; remove it, and every secret "
        + "is written once more")
  }

  @Test func twoDaemonsOnOneDirectory() async throws {
    try await withState { state, directory in
      let error = await thrown(StoreError.self) { _ = try await StateDirectory.open(directory.file("state")) }
      guard case .held(.held) = error else {
        Issue.record("the second daemon got \(String(describing: error))")
        return
      }
      await state.close()
      _ = try await StateDirectory.open(directory.file("state"))
      let late = await thrown(StoreError.self) { try await state.store.set("a", to: "b") }
      #expect(late?.description == "\(directory.file("state/sluice.db")) is closed: the program is ending")
    }
  }

  @Test func theCommandLineReadsWhileTheDaemonWrites() async throws {
    try await withState { state, directory in
      try await state.store.record([.put(entry("a"))], in: target)
      let reader = try await StateDirectory.read(directory.file("state"))
      #expect(try await reader.inventory(of: target).count == 1)
      async let writing: Void = {
        for number in 0..<50 { try await state.store.record([.put(entry("n\(number)"))], in: target) }
      }()
      var counts: [Int] = []
      for _ in 0..<50 { counts.append(try await reader.inventory(of: target).count) }
      try await writing
      #expect(counts == counts.sorted())
      #expect(try await reader.inventory(of: target).count == 51)
      await #expect(throws: StoreError.self) { try await reader.set("x", to: "y") }
    }
  }

  @Test func withoutADaemonTheStateCanBeReadToo() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    let missing = await thrown(StoreError.self) { _ = try await StateDirectory.read(path) }
    #expect(
      missing?.description
        == "there is no \(path)/sluice.db; start the daemon with this state directory first")
    var state: StateDirectory? = try await StateDirectory.open(path)
    try await state?.store.set("head", to: "1")
    state = nil
    #expect(try await StateDirectory.read(path).setting("head") == "1")
  }

  @Test(arguments: [0, 5000, 30_000])
  func aDamagedDatabaseIsMovedAsideAndBegunAnew(place: Int) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    var state: StateDirectory? = try await StateDirectory.open(path)
    let entries = (0..<500).map { InventoryChange.put(entry("u\($0)")) }
    try await state?.store.record(entries, in: target)
    state = nil
    // The thread of the store that went away may still be closing its file.
    #expect(try await eventually { try FileSystem.entry(at: path + "/sluice.db-wal") == nil })
    var bytes = try FileSystem.read(path + "/sluice.db", limit: 10_000_000)
    for index in place..<(place + 3000) { bytes[index] = 0xA5 }
    try AtomicFile.write(bytes, to: path + "/sluice.db")

    let time = ManualTime()
    let again = try await StateDirectory.open(path, time: time)
    let aside = path + "/sluice.db.corrupt-2026-11-21T14:03:11Z"
    guard case .replaced(let damaged, let reason) = again.store.opening else {
      Issue.record("the damage was not seen: \(again.store.opening)")
      return
    }
    #expect(damaged == aside)
    #expect(!reason.isEmpty)
    #expect(try FileSystem.read(aside, limit: 10_000_000) == bytes)
    #expect(try await again.store.inventory(of: target).isEmpty)
    try await again.store.record([.put(entry("new"))], in: target)
  }

  @Test(arguments: [true, false])
  func copiesThatTheLostDatabaseKeptAreNotDiscarded(isDamaged: Bool) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    let before = try await StateDirectory.open(path)
    let copy = KeptCopy(
      target: target, key: ObjectKey(.dashboard, "a"), title: "agent.yml", parentUID: "", reason: "edited",
      taken: noon, revision: "main@sha1:3f2c9e1")
    try await before.store.keep(copy, body: Array("precious".utf8), isSecret: true)
    await before.close()
    let name = try #require(try FileSystem.list(path + "/copies").first)
    if isDamaged {
      try directory.write("this is no database", to: "state/sluice.db")
    } else {
      for name in try FileSystem.list(path) where name.hasPrefix("sluice.db") {
        try FileSystem.remove("\(path)/\(name)")
      }
    }

    let again = try await StateDirectory.open(path, time: ManualTime())
    try await again.store.discardOld(Retention(), now: noon)
    let aside = path + "/copies.corrupt-2026-11-21T14:03:11Z"
    #expect(try FileSystem.read("\(aside)/\(name)", limit: 100) == Array("precious".utf8))
    try await again.store.keep(copy, body: Array("new".utf8), isSecret: true)
    #expect(try FileSystem.list(path + "/copies").count == 1)
  }

  @Test func aStateDirectoryMayLieBehindALink() async throws {
    let directory = try TemporaryDirectory()
    try FileSystem.makeDirectories(directory.file("private/sluice"))
    #expect(symlink(directory.file("private"), directory.file("lib")) == 0)
    let state = try await StateDirectory.open(directory.file("lib/sluice"))
    try await state.store.set("head", to: "1")
    #expect(try await StateDirectory.read(directory.file("lib/sluice")).setting("head") == "1")
    await state.close()
    let database = directory.file("private/sluice/sluice.db")
    try FileSystem.move(database, to: directory.file("elsewhere.db"))
    #expect(symlink(directory.file("elsewhere.db"), database) == 0)
    let error = await thrown(StoreError.self) {
      _ = try await StateDirectory.open(directory.file("lib/sluice"))
    }
    guard case .failed = error else {
      Issue.record("a link in the place of the database was followed: \(String(describing: error))")
      return
    }
  }

  @Test func aValueThatWasNeverWrittenIsNamed() async throws {
    try await withState { state, directory in
      try await state.store.record([.put(entry("a"))], in: target)
      try await state.store.perform { (database) throws(StoreError) in
        try database.execute("UPDATE inventory SET desired = x'00'")
      }
      let error = await thrown(StoreError.self) { _ = try await state.store.inventory(of: target) }
      #expect(
        error?.description
          == "\(directory.file("state/sluice.db")) has a value in desired that this version never writes; "
          + "stop the daemon and move the file away: it begins a new one and takes its memory from the git notes "
          + "and the workspace")
    }
  }

  @Test func aDatabaseOfANewerVersionIsLeftAlone() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state")
    var state: StateDirectory? = try await StateDirectory.open(path)
    try await state?.store.perform { (database) throws(StoreError) in
      try database.execute("PRAGMA user_version = 99")
    }
    state = nil
    let message =
      "\(path)/sluice.db has format 99, and this version knows formats up to \(Schema.migrations.count); "
      + "run the newer version, or use another state directory"
    #expect(await thrown(StoreError.self) { _ = try await StateDirectory.open(path) }?.description == message)
    #expect(await thrown(StoreError.self) { _ = try await StateDirectory.read(path) }?.description == message)
  }

  @Test func aFullDiskIsSaidAndUndone() async throws {
    try await withState { state, directory in
      let store = state.store
      try await store.record([.put(entry("a"))], in: target)
      try await store.perform { (database) throws(StoreError) in
        let pages = try database.query("PRAGMA page_count") { row throws(StoreError) in row.number(0) }
        try database.execute("PRAGMA max_page_count = \(pages.first ?? 0)")
      }
      let many = (0..<5000).map { InventoryChange.put(entry("u\($0)")) }
      let error = await thrown(StoreError.self) { try await store.record(many, in: target) }
      #expect(
        error?.description
          == "no space is left to write \(directory.file("state/sluice.db")); free some on that file system")
      #expect(try await store.inventory(of: target).count == 1)
    }
  }

  @Test func anotherWriterThatHoldsOnIsSaid() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("db")
    let bodies = SecretBodies(directory: directory.file("copies"), key: nil)
    let one = try await SQLiteStore.open(path, secretBodies: bodies)
    let other = try await SQLiteStore.open(path, secretBodies: bodies, busyLimit: .milliseconds(50))
    try await one.perform { (database) throws(StoreError) in try database.execute("BEGIN IMMEDIATE") }
    let error = await thrown(StoreError.self) { try await other.set("a", to: "b") }
    #expect(error?.description == "\(path) is busy: another process writes to it for too long; try again")
    try await one.perform { (database) throws(StoreError) in try database.execute("ROLLBACK") }
    try await other.set("a", to: "b")
  }

  @Test func aDirectoryThatCannotBeWrittenIsSaid() async throws {
    let error = await thrown(StoreError.self) { _ = try await StateDirectory.open("/proc/sluice-state") }
    #expect(error?.description == "cannot make directory /proc/sluice-state: it does not exist")
  }
}
