import Base
import Documents
import Testing

@testable import GrafanaEmulator

@Suite("State of emulated alert rules")
struct RuleStatusTests {
  private static func workspace(_ version: ServerVersion) throws -> Workspace {
    let lens = try #require(Lens.nearest(to: version))
    return Workspace(lens: lens, adminPassword: SecretValue("x"))
  }

  /// A rule written at a moment that is a multiple of ten seconds.
  private static func rule(
    _ queries: [JSON], condition: String = "A", pending: Int = 0, errors: String = "Error"
  ) throws -> AlertRule {
    var rule = AlertRule()
    rule.uid = "a"
    rule.title = "A"
    rule.interval = 10
    rule.condition = condition
    rule.queries = try queries.map { try RuleQuery($0) }
    rule.pending = pending
    rule.errorState = errors
    rule.updated = written
    return rule
  }

  private static let written = Moment(nanoseconds: 1_700_000_000_000_000_000)

  private static func math(_ refID: String, _ expression: String) -> JSON {
    RuleFixture.query(refID, expression)
  }

  @Test("is not evaluated before the scheduler takes notice, then at each tick")
  func ticks() throws {
    let workspace = try Self.workspace(ServerVersion(9, 3, 2))
    let rule = try Self.rule([Self.math("A", "1 == 1")])
    #expect(RuleStatus(of: rule, at: Self.written.adding(seconds: 9), workspace).evaluation == nil)
    let later = try #require(
      RuleStatus(of: rule, at: Self.written.adding(seconds: 27), workspace).evaluation)
    #expect(later.moment == Self.written.adding(seconds: 20))
    #expect(later.since == Self.written.adding(seconds: 10))
    #expect(later.state == .alerting)
  }

  @Test(
    "comes to what its expressions say",
    arguments: [
      ("1 == 1", "firing"), ("1 == 0", "inactive"), ("2 + 3 * 2 > 7", "firing"),
      ("(2 + 3) * 2 <= 7", "inactive"),
      ("-2 ** 2 == 4 && !0", "firing"), ("abs(0 - 3) == 3 || 0", "firing"), ("nan()", "inactive"),
    ])
  func expressions(_ expression: String, _ state: String) throws {
    let workspace = try Self.workspace(ServerVersion(12, 4, 0))
    let rule = try Self.rule([Self.math("A", expression)])
    #expect(RuleStatus(of: rule, at: Self.written.adding(seconds: 30), workspace).text == state)
  }

  @Test("waits for as long as the rule wants")
  func pending() throws {
    let workspace = try Self.workspace(ServerVersion(12, 4, 0))
    let rule = try Self.rule([Self.math("A", "1")], pending: 30_000)
    #expect(RuleStatus(of: rule, at: Self.written.adding(seconds: 30), workspace).text == "pending")
    #expect(RuleStatus(of: rule, at: Self.written.adding(seconds: 40), workspace).text == "firing")
  }

  @Test(
    "tells what is wrong with a rule",
    arguments: [
      ([math("A", "$A > 1")], "A", "failed to build query 'A': expression is part of a cycle"),
      ([math("A", "$Q > 1")], "A", "unable to find dependent node 'Q'"),
      ([math("A", "1")], "Z", "condition Z does not exist, must be one of [A]"),
      ([math("A", "1 +* 2")], "A", "failed to parse expression 'A': unexpected \"*\" in expression"),
      (
        [["refId": "A", "datasourceUid": "gone", "relativeTimeRange": ["from": 600], "model": [:]]], "A",
        "failed to build query 'A': data source not found"
      ),
    ] as [([JSON], String, String)])
  func failures(_ queries: [JSON], _ condition: String, _ text: String) throws {
    let workspace = try Self.workspace(ServerVersion(12, 4, 0))
    let status = RuleStatus(
      of: try Self.rule(queries, condition: condition), at: Self.written.adding(seconds: 30), workspace)
    #expect(status.failure?.text == text)
    #expect(status.health == "error")
    #expect(status.text == "inactive")
  }

  @Test(
    "does with an error what the rule says",
    arguments: [("Alerting", "firing", "error"), ("Error", "inactive", "error"), ("OK", "inactive", "ok")])
  func errors(_ choice: String, _ state: String, _ health: String) throws {
    let workspace = try Self.workspace(ServerVersion(10, 1, 5))
    let rule = try Self.rule([Self.math("A", "$A")], errors: choice)
    let status = RuleStatus(of: rule, at: Self.written.adding(seconds: 30), workspace)
    #expect(status.text == state)
    #expect(status.health == health)
  }

  @Test(
    "writes numbers as Go does",
    arguments: [(1.0, "1e+00"), (0.05, "5e-02"), (-1234.5, "-1.2345e+03"), (1e20, "1e+20")])
  func numbers(_ value: Double, _ text: String) { #expect(GoNumber.exponential(value) == text) }
}
