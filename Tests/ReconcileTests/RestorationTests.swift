import Base
import Store
import TestSupport
import Testing

@testable import Reconcile

/// Copies that are put back beside a daemon, which writes over them in a cycle.
@Suite struct RestorationTests {
  @Test func oneThatCameMeanwhileIsNotForgotten() async throws {
    let folder = try TemporaryDirectory()
    let state = try await StateDirectory.open(folder.file("state"))
    let key = ObjectKey(.dashboard, "a")
    let target = TargetName(environment: "e", name: "t")
    func time(_ seconds: Int64) -> Timestamp { Timestamp(secondsSinceEpoch: seconds) }
    let store = state.store
    try await Restoration(at: time(20), marker: "m").keep(of: key, in: target, to: store)
    try await Restoration.forget(of: key, in: target, until: time(19), from: store)
    #expect(try await Restoration.read(of: key, in: target, from: store)?.at == time(20))
    try await Restoration.forget(of: key, in: target, until: time(20), from: store)
    #expect(try await Restoration.read(of: key, in: target, from: store) == nil)
  }
}
