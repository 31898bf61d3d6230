import Base
import Platform
import Testing

@Suite struct GzipTests {
  @Test(arguments: [0, 1, 1000, 300_000], [Gzip.Wrapping.gzip, .zlib])
  func thereAndBack(size: Int, wrapping: Gzip.Wrapping) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
    #expect(try Gzip.decompress(Gzip.compress(bytes, as: wrapping), limit: size) == bytes)
  }

  @Test func unpacksWhatGzipMade() throws {
    // printf 'hello\n' | gzip -n
    let packed = try #require(Hexadecimal.decode("1f8b0800000000000003cb48cdc9c9e7020020303a3606000000"))
    #expect(try Gzip.decompress(packed, limit: 100) == Array("hello\n".utf8))
    #expect(try Gzip.decompress(packed + packed + [0, 0], limit: 100) == Array("hello\nhello\n".utf8))
  }

  @Test func damageIsTold() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
    let packed = try Gzip.compress(bytes)
    #expect(throws: Gzip.Failure.truncated) { try Gzip.decompress([], limit: 100) }
    #expect(throws: Gzip.Failure.truncated) { try Gzip.decompress(Array(packed.dropLast()), limit: 10_000) }
    #expect(throws: Gzip.Failure.truncated) { try Gzip.decompress(Array(packed.prefix(5)), limit: 10_000) }
    #expect(throws: Gzip.Failure.corrupt) { try Gzip.decompress(Array("plain text".utf8), limit: 10_000) }
    #expect(throws: Gzip.Failure.corrupt) { try Gzip.decompress(packed + [1], limit: 10_000) }
    var damaged = packed
    damaged[packed.count - 6] ^= 1
    #expect(throws: Gzip.Failure.corrupt) { try Gzip.decompress(damaged, limit: 10_000) }
  }

  @Test func theLimitStopsABomb() throws {
    let packed = try Gzip.compress(Array(repeating: 0, count: 5_000_000))
    #expect(throws: Gzip.Failure.tooLarge(limit: 4_999_999)) { try Gzip.decompress(packed, limit: 4_999_999) }
    let twice = try Gzip.compress([1, 2]) + Gzip.compress([3, 4])
    #expect(throws: Gzip.Failure.tooLarge(limit: 3)) { try Gzip.decompress(twice, limit: 3) }
  }
}
