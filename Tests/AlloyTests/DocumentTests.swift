import Alloy
import Testing

/// The forms in which a configuration may stand in a file.
@Suite struct DocumentTests {
  private static let metrics = "metrics: {configs: [{name: a, remote_write: [{url: u, name: n}]}]}\n"

  @Test func onlyTheFirstDocumentIsRead() {
    let converted = Converted(Self.metrics + "---\n{ no: [yaml\n")
    #expect(converted.paths == ["prometheus.remote_write.metrics_a"] && converted.conversion.isComplete)
    #expect(converted.warnings.count == 1 && converted.warnings[0].hasPrefix("2:1 only the first document"))
  }

  @Test(arguments: [
    "", "...\n", "...\n# nothing\n", "# --- no\n", "--\n",
  ])
  func whatIsNoSecondDocumentIsNotTold(_ end: String) {
    let converted = Converted("---\n" + Self.metrics + (end == "--\n" ? "" : end))
    #expect(converted.conversion.diagnostics == [])
  }

  @Test func somethingAfterTheEndIsTold() {
    #expect(Converted(Self.metrics + "...\nserver: {}\n").warnings.count == 1)
  }

  @Test func anEmptyFileIsAnEmptyConfiguration() {
    for source in AlloySource.allCases {
      for text in ["", "# nothing\n"] {
        let converted = Converted(text, from: source)
        #expect(converted.blocks.isEmpty && converted.conversion.isComplete)
        #expect(converted.warnings.count == 1 && converted.errors == [])
      }
    }
    #expect(Converted("{}\n").conversion.diagnostics == [])
    #expect(Converted("---\n").conversion.configuration == nil)
    #expect(Converted("null\n").errors == ["1:1 the file says null"])
  }

  @Test(arguments: [true, false])
  func textsOfWindowsEditorsAreRead(_ isLittle: Bool) {
    let units = [0xFEFF] + Array(Self.metrics.utf16)
    let bytes = units.flatMap { unit -> [UInt8] in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isLittle ? pair.reversed() : pair
    }
    let conversion = AlloyConversion(bytes, from: .static, file: "input.yaml")
    #expect(conversion.configuration?.blocks.count == 1 && conversion.isComplete)
  }

  /// As much as an agent's check takes: more than a million nodes.
  @Test func aLargeFileIsRead() {
    let converted = Converted(
      "rule_files: [" + String(repeating: "a,", count: 1_000_001) + "]\n", from: .prometheus)
    #expect(converted.errors.count == 1 && converted.errors[0].contains("rule_files cannot be carried over"))
  }
}
