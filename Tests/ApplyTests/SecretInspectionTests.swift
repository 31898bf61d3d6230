import Apply
import Base
import Documents
import Grafana
import Render
import TestSupport
import Testing

@testable import Plan

/// What is remembered and shown of objects that may hold a secret.
@Suite struct SecretInspectionTests {
  private static let key = ObjectKey(.dashboard, "d")
  private static let source = ObjectKey(.datasource, "amp")

  private func inspect(
    _ workspace: WorkspaceFixture, _ key: ObjectKey, _ body: DesiredBody, entry: InventoryEntry? = nil
  ) async throws -> Inspection {
    let desired = DesiredObject(
      kind: key.kind, reference: ApplyFixture.action(.update, key.kind, key.uid).reference,
      origin: SourceLocation(file: "d.yaml", position: .start), uid: key.uid, title: "D", digest: body.digest)
    return try await workspace.target.inspect(
      InspectionSubject(
        key: key, desired: desired, body: body, observed: ObservedObject(key: key, title: "D"), entry: entry))
  }

  private func adopt(_ workspace: WorkspaceFixture, _ body: DesiredBody) async throws {
    var action = ApplyFixture.action(.adopt, .dashboard, "d", body: body)
    action.secretPlaces = [""]
    try await workspace.target.adopt(action) { () async throws(TargetFailure) -> DesiredBody? in body }
  }

  /// The digest stands in the database: nobody who has that may guess the secret by it.
  @Test func digestOfADashboardIsKeyed() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.save("d", "D", text: "secret")
    let stored = DashboardForm.content(of: try workspace.get("/api/dashboards/uid/d")["dashboard"] ?? .null)
    let keyed = Digest(of: stored.digest.bytes, key: WorkspaceFixture.digestKey)
    let wanted = JSON.object(JSONObject([("title", "D"), ("description", "other")]))
    let open = DesiredBody.dashboard(DashboardBody(wanted))
    let secret = DesiredBody.dashboard(DashboardBody(wanted, isSecret: true))
    #expect(try await inspect(workspace, Self.key, open).digest == stored.digest)
    #expect(try await inspect(workspace, Self.key, secret).digest == keyed)
    // Once ours with a secret in it, it is looked at so for good.
    try await adopt(workspace, secret)
    let later = try await inspect(workspace, Self.key, open)
    #expect(later.digest == keyed)
    #expect(later.changes.map(\.summary) == ["content (changed)"])
  }

  @Test func digestOfADataSourceIsKeyed() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.act(
      "POST", "/api/datasources",
      ["uid": "amp", "name": "AMP", "type": "prometheus", "access": "proxy", "url": "http://u:secret@h"])
    let wanted = DesiredBody.datasource(
      DatasourceBody(
        model: JSONObject([
          ("name", "AMP"), ("type", "prometheus"), ("access", "proxy"), ("url", "http://h"),
        ])))
    let model = try #require(try workspace.get("/api/datasources/uid/amp").objectValue)
    let inspection = try await inspect(workspace, Self.source, wanted)
    let plain = JSON.array([DatasourceNormalForm(model).json, []]).digest
    #expect(inspection.digest == Digest(of: plain.bytes, key: WorkspaceFixture.digestKey))
    #expect(inspection.changes == [Change("url (changed)")])
  }
}
