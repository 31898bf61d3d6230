import Platform
import TestSupport
import Testing

@Suite struct TarArchiveTests {
  private func read(_ entries: [TarFixture.Entry], limit: Int = 100) -> String {
    do throws(TarArchive.Failure) {
      return try TarArchive.files(in: TarFixture.archive(entries), limit: limit)
        .map { "\($0.name)=\(String(decoding: $0.bytes, as: UTF8.self))" }.joined(separator: " ")
    } catch {
      return error.description
    }
  }

  private static let long = String(repeating: "x", count: 150)

  /// Outside of the attribute: interpolations in one stop the compiler of Debian 13.
  private static let cases: [([TarFixture.Entry], String)] = [
    ([TarFixture.Entry("a", "1"), TarFixture.Entry("b/c", "2")], "a=1 b/c=2"),
    ([TarFixture.Entry("./a/./b", "1"), TarFixture.Entry("d/", type: "5")], "a/b=1"),
    ([TarFixture.Entry("b", "1", prefix: "deep/er")], "deep/er/b=1"),
    ([TarFixture.Entry("old/", "", type: "\0")], ""),
    ([TarFixture.Entry("././@LongLink", long, type: "L"), TarFixture.Entry("x", "1")], "\(long)=1"),
    ([TarFixture.Entry("h", "12 path=a/b\n", type: "x"), TarFixture.Entry("x", "1")], "a/b=1"),
    ([TarFixture.Entry("h", "19 comment=0123456\n", type: "g"), TarFixture.Entry("x", "1")], "x=1"),
    ([], ""),
    ([TarFixture.Entry("/etc/passwd")], "the entry \"/etc/passwd\" has an absolute name"),
    ([TarFixture.Entry("a/../../b")], "the entry \"a/../../b\" leads out of the archive"),
    ([TarFixture.Entry("..", type: "5")], "the entry \"..\" leads out of the archive"),
    ([TarFixture.Entry("a\\b")], "the entry \"a\\\\b\" has a backslash in its name"),
    ([TarFixture.Entry("a", type: "2")], "the entry \"a\" is a link"),
    ([TarFixture.Entry("a", type: "1")], "the entry \"a\" is a link"),
    ([TarFixture.Entry("a", type: "3")], "the entry \"a\" is a device or a pipe"),
    ([TarFixture.Entry("a", type: "S")], "the entry \"a\" is of a type that is not known"),
    (
      [TarFixture.Entry("h", "17 path=/abs/b\n", type: "x"), TarFixture.Entry("x")],
      "not a tar archive: an extended header is broken"
    ),
  ]

  @Test(arguments: cases)
  func reads(entries: [TarFixture.Entry], expected: String) {
    #expect(read(entries) == expected)
  }

  @Test func limitsTheNumberOfEntries() {
    let entries = (0..<4).map { TarFixture.Entry("f\($0)") }
    #expect(read(entries, limit: 3) == "it has more than 3 entries")
  }

  @Test func damageIsTold() {
    let archive = TarFixture.archive([TarFixture.Entry("a", "1"), TarFixture.Entry("b", "2")])
    func failure(_ bytes: [UInt8]) -> String {
      let result = Result { () throws(TarArchive.Failure) in try TarArchive.files(in: bytes, limit: 9) }
      if case .failure(let failure) = result { return failure.description }
      return ""
    }
    var changed = archive
    changed[3] = 0x41
    #expect(failure(changed) == "not a tar archive: a check sum is wrong")
    #expect(failure(Array(archive.prefix(1024))) == "not a tar archive: it ends too early")
    #expect(failure([]) == "not a tar archive: it ends too early")
  }
}
