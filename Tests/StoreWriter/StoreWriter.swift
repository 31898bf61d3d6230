import Base
import Glibc
import Plan
import Platform
import Store

/// `StoreWriter DIRECTORY MICROSECONDS`: journals, settles and prints the uid of every settled object, until it kills
/// itself without warning so many microseconds after the first.
@main
struct StoreWriter {
  static func main() async throws {
    guard CommandLine.arguments.count == 3, let life = UInt32(CommandLine.arguments[2]) else { exit(64) }
    let state = try await StateDirectory.open(CommandLine.arguments[1])
    let target = TargetName(environment: "test", name: "crash")
    let start = try await state.store.inventory(of: target).count
    for number in start... {
      let uid = "object-\(number)"
      try await write(uid, state.store, target)
      print(uid)
      fflush(nil)
      if number == start { dieAfter(microseconds: life) }
    }
  }

  private static func write(_ uid: String, _ store: SQLiteStore, _ target: TargetName) async throws {
    let key = ObjectKey(.dashboard, uid)
    let reference = ObjectReference(kind: "GrafanaDashboard", namespace: "test", name: uid)
    let digest = Digest(of: uid)
    let now = Timestamp(secondsSinceEpoch: 1)
    let intent = Intent(key: key, reference: reference, verb: .create, desiredDigest: digest, begun: now)
    let identifiers = try await store.begin([intent], in: target)
    let entry = InventoryEntry(
      key: key, reference: reference,
      origin: SourceLocation(file: "a.yaml", position: .start), title: uid, parentUID: "",
      desiredDigest: digest, observedDigest: digest, version: 1, marker: nil, isAdopted: false, commit: "c",
      applied: 1)
    let history = HistoryEntry(
      key: key, reference: reference, title: uid, verb: .create, reason: "new", commit: "c", at: now)
    let settlements = identifiers.map { Settlement(intent: $0, inventory: .put(entry), history: history) }
    try await store.settle(settlements, in: target)
  }

  private static func dieAfter(microseconds: UInt32) {
    DedicatedThread.start(named: "killer") { @Sendable in
      usleep(microseconds)
      kill(getpid(), SIGKILL)
    }
  }
}
