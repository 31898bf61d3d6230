import Base
import Plan
import Testing

/// Writes that were begun and not seen to end.
@Suite struct InterruptedWriteTests {
  private typealias Fixture = PlanFixture
  private let key = ObjectKey(.dashboard, "d")

  private func settled(
    _ end: InterruptedWrites.End?, isThere: Bool, isMade: Bool
  ) -> [String] {
    InterruptedWrites.settled(
      [key], ends: end.map { [key: $0] } ?? [:],
      observed: isThere ? Dictionary(uniqueKeysWithValues: [Fixture.observed(.dashboard, "d")]) : [:],
      made: isMade ? Dictionary(uniqueKeysWithValues: [Fixture.entry(.dashboard, "d")]) : [:]
    ).map { "\($0.key)" + ($0.entry == nil ? "" : " owned") }
  }

  @Test func endWhenTheirObjectWasWritten() {
    for isMade in [true, false] {
      #expect(settled(.done, isThere: true, isMade: isMade) == ["dashboard/d"])
      #expect(settled(.done, isThere: false, isMade: isMade) == ["dashboard/d"])
    }
  }

  @Test func giveWayToANewerOne() {
    #expect(settled(.unknown, isThere: true, isMade: true) == ["dashboard/d owned"])
    #expect(settled(.unknown, isThere: true, isMade: false) == ["dashboard/d"])
    #expect(settled(.refused, isThere: true, isMade: true) == ["dashboard/d owned"])
    #expect(settled(.refused, isThere: false, isMade: true) == ["dashboard/d"])
  }

  @Test func stayOpenUntilTheirObjectIsLookedAt() {
    #expect(settled(.notTried, isThere: true, isMade: true) == [])
    #expect(settled(nil, isThere: true, isMade: false) == [])
  }

  @Test func stayOpenWhereNothingIsListed() {
    let settled = InterruptedWrites.settled(
      [key], ends: [:], observed: [:], unlisted: UnlistedObjects(kinds: [.dashboard]), made: [:])
    #expect(settled.isEmpty)
  }

  @Test func leaveWhatTheyMadeOurs() {
    #expect(settled(nil, isThere: true, isMade: true) == ["dashboard/d owned"])
    #expect(settled(nil, isThere: false, isMade: true) == ["dashboard/d"])
    #expect(settled(nil, isThere: false, isMade: false) == ["dashboard/d"])
  }
}
