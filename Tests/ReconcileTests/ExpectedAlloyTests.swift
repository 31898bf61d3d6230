import Testing

@testable import Reconcile

/// What a running Grafana Alloy has to tell.
@Suite struct ExpectedAlloyTests {
  private let expected = ExpectedAgent(ExpectedAlloy(components: ["prometheus.scrape.a", "loki.write.b"]))
  private let convertedByAlloy = ExpectedAgent(ExpectedAlloy(components: nil))

  private func agent(
    readiness: Int? = 200, health: Int? = 200, _ components: [String: String]?
  ) -> RunningAgent {
    RunningAgent(readiness: readiness, alloy: RunningAlloy(health: health, components: components))
  }

  private let whole = ["prometheus.scrape.a": "healthy", "loki.write.b": "unknown"]

  @Test func allComponentsHaveToBeThere() {
    #expect(expected.problems(in: agent(whole)) == [])
    #expect(
      expected.problems(in: agent(["prometheus.scrape.a": "healthy", "prometheus.scrape.c": "healthy"])) == [
        "components missing: loki.write.b", "components that should be gone: prometheus.scrape.c",
      ])
    #expect(expected.problems(in: agent([:])).count == 1)
  }

  /// Alloy answers 200 and goes on with a component that has ended.
  @Test(arguments: ["unhealthy", "exited"])
  func allHaveToBeHealthy(_ state: String) {
    var components = whole
    components["loki.write.b"] = state
    let problems = ["components that are not healthy: loki.write.b"]
    #expect(expected.problems(in: agent(components)) == problems)
    // The names of components that Alloy makes itself are its own affair.
    #expect(convertedByAlloy.problems(in: agent(components)) == problems)
    #expect(convertedByAlloy.problems(in: agent(whole)) == [])
  }

  /// What was so before says nothing of the file.
  @Test func whatWasUnhealthyBeforeIsTolerated() {
    var components = whole
    components["loki.write.b"] = "unhealthy"
    let tolerant = ExpectedAgent(
      ExpectedAlloy(components: ["prometheus.scrape.a", "loki.write.b"], tolerated: ["loki.write.b"]))
    #expect(tolerant.problems(in: agent(components)) == [])
    components["prometheus.scrape.a"] = "exited"
    #expect(
      tolerant.problems(in: agent(components)) == ["components that are not healthy: prometheus.scrape.a"])
  }

  @Test func readinessCounts() {
    #expect(expected.problems(in: agent(readiness: 503, whole)) == ["/-/ready answers 503"])
    #expect(expected.problems(in: agent(readiness: nil, whole)) == ["/-/ready does not answer"])
  }

  /// The list of components is Alloy's own; without it there is a word for all of them.
  @Test func withoutTheListItsHealthHasToDo() {
    #expect(expected.problems(in: agent(nil)) == [])
    #expect(
      expected.problems(in: agent(health: 500, nil)) == ["it says that not all of its components are healthy"]
    )
    #expect(expected.problems(in: agent(health: 404, nil)) == ["its components cannot be read"])
    // An agent in static mode is no Alloy.
    #expect(
      expected.problems(in: RunningAgent(readiness: 200, metricsInstances: [])) == [
        "its components cannot be read"
      ])
  }
}
