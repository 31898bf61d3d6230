import Alloy
import Base
import Testing

/// Whose configuration a file is, and what a check of it and the conversion say together.
@Suite struct SourceTests {
  @Test(arguments: [
    ("global: {}\nscrape_configs: []", AlloySource.static, "give --from prometheus"),
    ("remote_write: []", .static, "give --from prometheus"),
    ("clients: []\nscrape_configs: []", .static, "give --from promtail"),
    ("server: {}\npositions: {}", .static, "give --from promtail"),
    ("metrics: {}\nserver: {}", .prometheus, "give --from static"),
    ("logs: {}", .promtail, "give --from static"),
    ("clients: []", .prometheus, "give --from promtail"),
    ("remote_write: []\nglobal: {}", .promtail, "give --from prometheus"),
  ])
  func anotherProgramsConfigurationIsNamed(_ text: String, _ source: AlloySource, _ remedy: String) {
    let conversion = Converted(text + "\n", from: source).conversion
    #expect(conversion.configuration == nil && conversion.diagnostics.count == 1)
    #expect(conversion.diagnostics.first?.remedy == remedy)
    #expect(conversion.diagnostics.first?.code == AlloyConversion.sourceCode)
  }

  @Test(arguments: [
    ("scrape_configs: []", AlloySource.prometheus), ("scrape_configs: []", .promtail),
    ("server: {}", .static),
    ("metrics: {}\nremote_write: []", .static), ("nonsense: 1", .static), ("global: {}", .promtail),
  ])
  func nothingElseIsGuessed(_ text: String, _ source: AlloySource) {
    let found = Converted(text + "\n", from: source).conversion.diagnostics
    #expect(!found.contains { $0.code == AlloyConversion.sourceCode })
  }

  @Test func theFormOfIntegrationsIsGivenOut() {
    #expect(Converted("integrations: {agent: {enabled: true}}\n").conversion.layout == .classic)
    #expect(Converted("integrations: {agent: {}}\n").conversion.layout == .next)
    let said = AlloyOptions(layout: .classic)
    #expect(Converted("integrations: {agent: {}}\n", options: said).conversion.layout == .classic)
    #expect(Converted("{}\n", from: .promtail).conversion.layout == nil)
  }

  // MARK: Together with a check

  private func finding(_ severity: Diagnostic.Severity, _ line: Int, _ message: String) -> Diagnostic {
    Diagnostic(
      severity, code: "check",
      at: SourceLocation(file: "input.yaml", position: Position(line: line, column: 5)),
      message)
  }

  private static let text = """
    metrics:
      configs:
        - name: a
          remote_write: [{url: u, name: n}]
          host_filter: true
    integrations:
      redis:
        redis_addr: h
        autoscrape:
          metrics_instance: a
          nonsense: 1

    """

  @Test func whatBothSayIsSaidByTheCheck() throws {
    let conversion = Converted(Self.text).conversion
    let own = try #require(conversion.diagnostics.first { $0.message.contains("unknown field nonsense") })
    let place = try #require(own.location)
    let other = Diagnostic(.warning, code: "check", at: place, "is dropped")
    let all = conversion.diagnostics(besides: [other])
    #expect(all.contains(other) && !all.contains(own))
    #expect(all.count == conversion.diagnostics.count)
    // Elsewhere both stay, and what is lost stays anyway.
    #expect(conversion.diagnostics(besides: [finding(.warning, 1, "x")]).contains(own))
    #expect(all.contains { $0.message.contains("host_filter cannot be carried over") })
  }

  @Test func whatACheckRefusesIsNotRefusedTwice() {
    let text = Self.text + "nope: 1\nwrong: 2\n"
    let conversion = Converted(text).conversion
    #expect(conversion.diagnostics(besides: []).count { $0.code == AlloyConversion.inputCode } == 3)
    let all = conversion.diagnostics(besides: [finding(.error, 12, "nope is unknown")])
    #expect(all.count { $0.severity == .error && $0.code == AlloyConversion.inputCode } == 0)
    #expect(all.contains { $0.message == "nope is unknown" } && all == all.sorted())
  }

  @Test func aWrongSourceIsAllThatIsSaid() {
    let conversion = Converted("clients: []\n").conversion
    #expect(conversion.diagnostics(besides: [finding(.error, 1, "unknown")]) == conversion.diagnostics)
  }
}
