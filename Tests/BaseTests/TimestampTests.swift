import Base
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"), (1_795_269_791_042, "2026-11-21T14:03:11.042Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
  ])
  func formatsAndReads(milliseconds: Int64, text: String) throws {
    let instant = Timestamp(millisecondsSinceEpoch: milliseconds)
    #expect(instant.precise == text)
    #expect(Timestamp(text) == instant)
    #expect(instant.description == text.prefix(19) + "Z")
  }

  @Test(arguments: [
    ("2026-11-21T15:03:11+01:00", "2026-11-21T14:03:11.000Z"),
    ("2026-11-21t14:03:11z", "2026-11-21T14:03:11.000Z"),
    ("2026-11-21T14:03:11.5Z", "2026-11-21T14:03:11.500Z"),
    ("2026-11-21T14:03:11.123456789-00:30", "2026-11-21T14:33:11.123Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
  ])
  func readsOtherSpellings(text: String, expected: String) {
    #expect(Timestamp(text)?.precise == expected)
  }

  @Test(arguments: [
    "", "2026-11-21", "2026-11-21T14:03:11", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-11-21T24:00:00Z", "2026-11-21T14:03:11.Z", "2026-11-21T14:03:11+1:00", "2026-11-21T14:03:11Z ",
    "2026/11/21T14:03:11Z", "+026-11-21T14:03:11Z",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func everyDayOfFourCenturiesGoesThereAndBack() {
    for day in stride(from: Int64(-146_097), to: 146_097, by: 1) {
      let instant = Timestamp(secondsSinceEpoch: day * 86_400 + 12_345)
      #expect(CivilTime(instant).secondsSinceEpoch == instant.secondsSinceEpoch)
    }
  }

  @Test func calculates() {
    let instant = Timestamp(secondsSinceEpoch: 100)
    #expect((instant + .milliseconds(1500)).millisecondsSinceEpoch == 101_500)
    #expect((instant - .seconds(1)).secondsSinceEpoch == 99)
    #expect(instant - Timestamp(secondsSinceEpoch: 40) == .seconds(60))
    #expect(Timestamp(millisecondsSinceEpoch: -1).secondsSinceEpoch == -1)
  }
}
