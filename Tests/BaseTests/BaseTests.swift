import Base
import Testing

@Suite struct GoDurationTests {
  @Test(arguments: [
    ("30s", Duration.seconds(30)), ("1h30m", .seconds(5400)), ("1.5h", .seconds(5400)),
    ("250ms", .milliseconds(250)),
    ("0", .zero), ("-5s", .seconds(-5)), ("1µs", .microseconds(1)),
  ])
  func reads(text: String, expected: Duration) {
    #expect(GoDuration.parse(text) == expected)
  }

  @Test(arguments: ["", "5", "s", "1x", "1h 5m", "1..5s", "99999999999h"])
  func refuses(text: String) {
    #expect(GoDuration.parse(text) == nil)
  }

  @Test(arguments: [("1h30m", "1h30m"), ("90s", "1m30s"), ("0", "0s"), ("250ms", "250ms"), ("3600s", "1h")])
  func formats(text: String, expected: String) throws {
    #expect(GoDuration.format(try #require(GoDuration.parse(text))) == expected)
  }
}

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("instanceSelectors", "instanceSelector"), ("instnaceSelector", "instanceSelector"), ("URL", "url"),
    ("jason", "json"),
  ])
  func finds(name: String, expected: String) {
    #expect(NearestName.find(name, among: ["instanceSelector", "json", "url", "uid"]) == expected)
  }

  @Test func keepsQuietWhereNothingIsNear() {
    #expect(NearestName.suggestion(for: "banana", among: ["url", "json"]) == "")
  }
}

@Suite struct DigestTests {
  @Test func agreesWithThePublishedVectors() {
    // FIPS 180-2 appendix B.1 and RFC 4231 test case 2.
    #expect(
      Digest(of: "abc").description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let keyed = Digest(of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(keyed.description == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(Digest(hexadecimal: keyed.description) == keyed)
  }

  /// RFC 1321 and FIPS 180-2.
  @Test func olderDigestsAreThoseOfOthers() {
    let md5 = Digest.md5("abc")
    #expect(md5 == nil || md5 == "900150983cd24fb0d6963f7d28e17f72")
    #expect(Digest.sha1("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
  }

  @Test func piecesGiveTheDigestOfTheWhole() {
    var hasher = Digest.Hasher()
    hasher.update(Array("a".utf8))
    hasher.update(Array("bc".utf8))
    #expect(hasher.finish() == Digest(of: "abc"))
  }
}

@Suite struct SecretValueTests {
  @Test func neverShowsItself() {
    let secret = SecretValue("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
      #expect(!text.contains("hunter2"))
    }
  }

  @Test func trimsOnlyTheEnds() {
    #expect(SecretValue(" a b\r\n").trimmed.revealed == "a b")
  }
}

@Suite struct Base64Tests {
  @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
  func roundTrips(text: String) {
    #expect(Base64.decode(Base64.encode(Array(text.utf8))) == Array(text.utf8))
  }

  @Test(arguments: ["Zg", "Zg=", "Z===", "Zm9v!A==", "=Zm9"])
  func refuses(text: String) {
    #expect(Base64.decode(text) == nil)
  }
}

@Suite struct ServerVersionTests {
  @Test func readsWhatServersSay() {
    #expect(ServerVersion("9.4.0-pre") == ServerVersion(9, 4, 0))
    #expect(ServerVersion("10.4") == ServerVersion(10, 4))
    #expect(ServerVersion("12.0.1+security-01") == ServerVersion(12, 0, 1))
    #expect(ServerVersion("latest") == nil)
  }
}
