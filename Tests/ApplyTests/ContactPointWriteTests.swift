import Apply
import Base
import Documents
import GrafanaEmulator
import Plan
import Render
import TestSupport
import Testing

/// The writes of a contact point, in which order they come and what others do meanwhile.
@Suite struct ContactPointWriteTests {
  private static let path = "/api/v1/provisioning/contact-points"

  private static func mail(_ uid: String, _ address: String) -> JSON {
    [
      "uid": .string(uid), "name": "ops", "type": "email", "settings": ["addresses": .string(address)],
      "disableResolveMessage": false,
    ]
  }

  private static func body(_ receivers: [JSON]) -> DesiredBody {
    .document(DocumentBody(JSONObject([("receivers", .array(receivers))])))
  }

  /// A workspace with contact point `ops` of two receivers that are known to be from Git.
  private func workspace(_ version: String) async throws -> WorkspaceFixture {
    let workspace = try await WorkspaceFixture(version)
    for uid in ["a", "b"] {
      #expect(workspace.act("POST", Self.path, Self.mail(uid, "\(uid)@example.org")) == 202)
    }
    let reference = ApplyFixture.action(.update, .contactPoint, "ops").reference
    try await workspace.memory.remember(["a", "b"], of: .manifest(reference))
    workspace.emulator.clearLog()
    return workspace
  }

  @Test(arguments: ["9.3", "12.4"])
  func whatOthersSaveMeanwhileIsKept(version: String) async throws {
    let workspace = try await workspace(version)
    workspace.fault("PUT", Self.path + "/a", .badGatewayPage)
    let emulator = workspace.emulator
    let theirs = JSONWriter.string(Self.mail("b", "theirs@example.org"))
    workspace.time.meanwhile {
      _ = emulator.perform("PUT", Self.path + "/b", body: theirs, as: "alice", role: .admin)
    }
    let wanted = Self.body([Self.mail("a", "new-a@example.org"), Self.mail("b", "new-b@example.org")])
    let action = ApplyFixture.action(.update, .contactPoint, "ops", body: wanted)
    #expect(await workspace.perform(action, wanted) == "written -")
    #expect(workspace.copies.summaries == ["contact point/ops: saved by somebody else during the write"])
    let copy = try #require(workspace.copies.all.first)
    #expect(String(decoding: copy.content, as: UTF8.self).contains("theirs@example.org"))
  }

  /// What a write of ours had brought about is nobody else's.
  @Test func whatWasWrittenBeforeTheTroubleIsOurs() async throws {
    let workspace = try await workspace("12.4")
    workspace.fault("PUT", Self.path + "/b", .badGatewayPage)
    let wanted = Self.body([Self.mail("a", "new-a@example.org"), Self.mail("b", "new-b@example.org")])
    let action = ApplyFixture.action(.update, .contactPoint, "ops", body: wanted)
    #expect(await workspace.perform(action, wanted) == "written -")
    #expect(workspace.copies.summaries == [])
    #expect(
      workspace.writes == [
        "PUT \(Self.path)/a 202", "PUT \(Self.path)/b 502", "PUT \(Self.path)/b 202",
      ])
  }

  @Test func whatIsNewComesBeforeWhatBecomesAnotherType() async throws {
    let workspace = try await workspace("12.4")
    let webhook: JSON = ["type": "webhook", "settings": ["url": "http://hook.example.org"]]
    let wanted = Self.body([
      webhook.merging(patch: ["uid": "a"]), webhook.merging(patch: ["uid": "new"]),
      Self.mail("b", "new-b@example.org"),
    ])
    let action = ApplyFixture.action(.update, .contactPoint, "ops", body: wanted)
    #expect(await workspace.perform(action, wanted) == "written -")
    #expect(
      workspace.writes == ["PUT \(Self.path)/b 202", "POST \(Self.path) 202", "PUT \(Self.path)/a 202"])
  }

  /// Each goes with its new content to its old name first, where that can be refused.
  @Test func aNewNameComesAfterAllContents() async throws {
    let workspace = try await workspace("12.4")
    let wanted = Self.body([Self.mail("a", "new-a@example.org"), Self.mail("b", "b@example.org")])
    let reference = ApplyFixture.action(.update, .contactPoint, "ops").reference
    var action = ApplyFixture.action(.create, .contactPoint, "duty", body: wanted)
    try await workspace.memory.remember(["a", "b"], of: .manifest(action.reference))
    #expect(action.reference != reference)
    workspace.fault("PUT", Self.path + "/a", .status(400, message: "no"))
    #expect(await workspace.perform(action, wanted).hasPrefix("refused"))
    let names = try workspace.get(Self.path).arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
    #expect(names.filter { $0 == "ops" }.count == 2)
    workspace.emulator.clearLog()
    action = ApplyFixture.action(.create, .contactPoint, "duty", body: wanted)
    #expect(await workspace.perform(action, wanted) == "written -")
    #expect(
      workspace.writes == [
        "PUT \(Self.path)/a 202", "PUT \(Self.path)/a 202", "PUT \(Self.path)/b 202",
      ])
  }
}
