import Documents
import GrafanaEmulator
import TestSupport
import Testing

@testable import CommandLine

/// What the commands say of service accounts and their tokens.
@Suite struct AccountCommandTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let account = """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaServiceAccount
    metadata: {name: ci, namespace: monitoring}
    spec: {instanceName: prod, role: Editor, tokens: [{name: deploy}, {name: read}]}
    """

  @Test func aPlanShowsTheTokensOfANewAccount() async throws {
    let world = try await Workspace()
    try await world.push(["ci.yaml": Self.account], message: "account")
    let plan = try await world.sluice("plan")
    #expect(
      plan.output.contains("token \"deploy\" added, its value goes to monitoring/prod-ci-deploy"),
      "\(plan.output)")
    #expect(plan.output.contains("token \"read\" added, its value goes to monitoring/prod-ci-read"))
  }

  @Test func aPlanNamesWhatIsInTheWay() async throws {
    let world = try await Workspace()
    try world.folder.write("theirs", to: "secrets/monitoring/prod-ci-read/token")
    try await world.push(["ci.yaml": Self.account], message: "account")
    let plan = try await world.sluice("plan")
    #expect(
      plan.errors.contains(
        "monitoring/prod-ci-read/token, the place of the token \"read\", was not written by Sluice")
        || plan.output.contains(
          "monitoring/prod-ci-read/token, the place of the token \"read\", was not written by Sluice"),
      "\(plan.output)\(plan.errors)")
    #expect(!plan.output.contains("service account \"ci\" created"))
  }

  /// One misspelt annotation is one error, and what it holds back is told by `why`.
  @Test func aWorkspaceThatIsHeldBackIsToldOnce() async throws {
    let world = try await Workspace()
    #expect(try await world.sluice("apply").status == .success)
    try await world.repository.commit(
      [
        "grafana.yaml": """
        apiVersion: grafana.integreatly.org/v1beta1
        kind: Grafana
        metadata: {name: prod, namespace: monitoring, labels: {grafana: prod}, annotations: {sluice.dev/quota: x}}
        spec: {external: {url: \(world.grafana.url), apiKey: {name: grafana, key: token}}}
        """
      ], message: "misspelt")
    let run = try await world.sluice("apply")
    let text = run.output + run.errors
    #expect(text.split(separator: "\n").count { $0.hasPrefix("error: ") } == 1, "\(text)")
    #expect(
      text.contains("error: Grafana monitoring/prod: unknown annotation sluice.dev/quota of Grafana"),
      "\(text)")
    #expect(
      text.contains("and 1 object that needs it: GrafanaDashboard monitoring/nodes (dashboard.yaml:1)"),
      "\(text)")
    #expect(text.contains("2 of 2 objects are held back"), "\(text)")
    let why = try await world.sluice("why", "dashboard/nodes")
    #expect(why.output.contains("its workspace, Grafana monitoring/prod, is held back"), "\(why.output)")
  }

  @Test func anAccountComesBackWithoutItsTokens() async throws {
    let world = try await Workspace()
    try await world.push(["ci.yaml": Self.account], message: "account")
    #expect(try await world.sluice("apply").status == .success)
    try await world.push(["ci.yaml": nil], message: "remove")
    #expect(try await world.sluice("apply", "--allow-prune").status == .success)
    let run = try await world.sluice("restore", "serviceaccount/ci")
    #expect(
      run.output == """
        put back copy 1 of service account "ci" (ci) in \(world.grafana.url)
          its tokens went with it and nothing brings them back: deploy, read; who uses one needs a new one

        """, "\(run.errors)")
    #expect(run.status == .failure)
    let answer = world.grafana.perform(
      "GET", "/api/serviceaccounts/search?query=ci", as: "admin", role: .admin)
    #expect(
      try JSONParser.parse(answer.body, options: .lenient)["serviceAccounts"]?.arrayValue?.first?["role"]
        == "Editor")
  }
}
