import Base
import Glibc
import Report
import Testing

@Suite struct StyleTests {
  @Test(arguments: [
    (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
    (true, ["TERM": "dumb"], false), (true, ["TERM": "xterm"], true),
  ])
  func coloursNeedATerminalAndConsent(isTerminal: Bool, environment: [String: String], isColoured: Bool) {
    let style = TextStyle(isTerminal: isTerminal, width: 80, environment: environment)
    #expect(style.usesColour == isColoured)
    #expect(style.paint("x", .added) == (isColoured ? "\u{1B}[32mx\u{1B}[0m" : "x"))
    #expect(style.width == (isTerminal ? 80 : nil))
  }

  @Test func aPipeIsNoTerminal() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let style = TextStyle.of(descriptor: ends[1], environment: ["TERM": "xterm"])
    #expect(!style.isTerminal)
    #expect(style.width == nil)
    #expect(!style.usesColour)
  }

  /// A bare chroot has no pseudo-terminals.
  private static let hasTerminals =
    access("/dev/ptmx", R_OK | W_OK) == 0 && access("/dev/pts/ptmx", F_OK) == 0

  @Test(.enabled(if: hasTerminals, "needs /dev/pts")) func aTerminalTellsItsWidth() throws {
    // The module of the C library leaves out posix_openpt and its kin, so Linux's own calls are used (ioctl_tty(2)).
    let primary = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(primary >= 0)
    defer { close(primary) }
    var (unlocked, number): (Int32, UInt32) = (0, 0)
    try #require(ioctl(primary, 0x4004_5431, &unlocked) == 0 && ioctl(primary, 0x8004_5430, &number) == 0)
    let secondary = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(secondary >= 0)
    defer { close(secondary) }
    #expect(TextStyle.of(descriptor: secondary, environment: [:]).width == 80)
    var size = winsize(ws_row: 24, ws_col: 132, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(secondary, UInt(TIOCSWINSZ), &size) == 0)
    let style = TextStyle.of(descriptor: secondary, environment: [:])
    #expect(style.isTerminal)
    #expect(style.width == 132)
  }

  @Test(arguments: [
    (0, "just now"), (4, "just now"), (5, "5 seconds ago"), (59, "59 seconds ago"), (60, "1 minute ago"),
    (3599, "59 minutes ago"), (7200, "2 hours ago"), (86_400, "1 day ago"), (59 * 86_400, "59 days ago"),
    (61 * 86_400, "2 months ago"), (800 * 86_400, "2 years ago"), (-7, "in 7 s"), (-119, "in 119 s"),
    (-300, "in 5 minutes"),
  ])
  func relativeTimes(seconds: Int, text: String) {
    #expect(RelativeTime.sentence(Fixture.now - .seconds(seconds), now: Fixture.now) == text)
  }

  @Test(arguments: [(7, "7s"), (121, "2m"), (7300, "2h"), (200_000, "2d"), (-5, "0s")])
  func shortTimes(seconds: Int, text: String) {
    #expect(RelativeTime.short(Fixture.now - .seconds(seconds), now: Fixture.now) == text)
  }

  @Test(arguments: [
    (Duration.zero, "0.0 s"), (.milliseconds(312), "0.3 s"), (.milliseconds(1250), "1.3 s"),
    (.milliseconds(9949), "9.9 s"), (.milliseconds(9999), "10 s"), (.seconds(119), "119 s"),
    (.seconds(120), "2 min"), (.seconds(125), "2 min 5 s"),
  ])
  func durations(duration: Duration, text: String) {
    #expect(Amount.seconds(duration) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-4321, "-4,321")])
  func numbers(number: Int, text: String) {
    #expect(Amount.grouped(number) == text)
  }

  @Test(arguments: [
    ("plain ä 日本", "plain ä 日本"), ("a\r\nb\tc", "a  b c"), ("\u{1B}[31mred", "\u{FFFD}[31mred"),
    ("\u{202E}evil\u{2066}", "\u{FFFD}evil\u{FFFD}"), ("\u{9B}x\u{7F}", "\u{FFFD}x\u{FFFD}"),
  ])
  func textsOfStrangersAreTamed(text: String, line: String) {
    #expect(PlainLine.make(text) == line)
  }
}
