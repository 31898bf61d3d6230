import Base
import Testing

/// Parts of texts, found byte by byte.
@Suite struct HoldingTests {
  @Test func findsAPartAnywhere() {
    #expect("$(SHARD)".holds("$("))
    #expect("a$b$(c)".holds("$("))
    #expect("ends in $(".holds("$("))
    #expect("ü$(".holds("$("))
  }

  @Test func findsNothingElse() {
    #expect(!"".holds("$("))
    #expect(!"$".holds("$("))
    #expect(!"$ (".holds("$("))
    #expect(!"ends in $".holds("$("))
  }

  /// A mark behind the part makes another character of its end, and leaves its bytes.
  @Test func comparesBytes() { #expect("($(\u{301}x".holds("$(")) }
}
