import Base
import Documents
import Foundation
import HTTPServer
import Platform
import TestSupport
import Testing

@testable import Cluster

/// What is asked of an API server, and what its answers mean.
@Suite struct ConnectionTests {
  private static func secret(_ name: String = "config", _ data: JSON = ["key": "dmFsdWU="]) -> JSON {
    [
      "apiVersion": "v1", "kind": "Secret",
      "metadata": ["name": .string(name), "namespace": "monitoring", "labels": ["own": "yes"]], "data": data,
    ]
  }

  private static func workload(_ spec: JSON = ["serviceName": "s", "replicas": 1]) -> JSON {
    [
      "apiVersion": "apps/v1", "kind": "StatefulSet",
      "metadata": ["name": "agent", "namespace": "monitoring"],
      "spec": spec,
    ]
  }

  private static func name(_ object: JSON) -> ClusterObjectName {
    ClusterObjectName(
      kind: object["kind"]?.stringValue ?? "", namespace: object["metadata"]?["namespace"]?.stringValue ?? "",
      name: object["metadata"]?["name"]?.stringValue ?? "")
  }

  private func apply(
    _ object: JSON, upon uid: String? = nil, isForced: Bool = false, isDryRun: Bool = false,
    _ place: ClusterPlace
  ) async throws(ClusterError) -> LiveObject {
    let name = Self.name(object)
    return try await place.connection.apply(
      SecretValue(JSONWriter.bytes(object)), to: name, ClusterKind(rawValue: name.kind) ?? .secret, upon: uid,
      isForced: isForced, isDryRun: isDryRun)
  }

  private func failure(_ body: () async throws(ClusterError) -> Void) async -> ClusterError? {
    do throws(ClusterError) {
      try await body()
      return nil
    } catch {
      return error
    }
  }

  @Test func appliesReadsAndDeletes() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.secret(), place)
    #expect(made.own?.fields.paths == [".data.key", ".metadata.labels.own"])
    let name = Self.name(Self.secret())
    let read = try #require(try await place.connection.get(.secret, name))
    #expect(read.content["data"]?["key"] == "dmFsdWU=" && read.content["type"] == "Opaque")
    #expect(read.marker == made.marker)
    // The same again is no write.
    #expect(try await apply(Self.secret(), upon: made.uid, place).marker == made.marker)
    try await place.connection.delete(name, .secret, uid: made.uid)
    #expect(try await place.connection.get(.secret, name) == nil)
    try await place.connection.delete(name, .secret, uid: made.uid)
  }

  @Test func aDryRunChangesNothing() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.secret(), place)
    let other = try await apply(
      Self.secret("config", ["key": "b3RoZXI="]), upon: made.uid, isForced: true, isDryRun: true, place)
    #expect(other.content["data"]?["key"] == "b3RoZXI=")
    #expect(
      try await place.connection.get(.secret, Self.name(Self.secret()))?.content["data"]?["key"] == "dmFsdWU="
    )
  }

  @Test func aFieldThatIsNotAppliedAnyMoreGoes() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.secret("config", ["a": "YQ==", "b": "Yg=="]), place)
    try place.server.edit("Secret/monitoring/config") { $0.adding(["data": ["c": "Yw=="]]) }
    let changed = try await apply(Self.secret("config", ["a": "YQ=="]), upon: made.uid, place)
    #expect(changed.content["data"] == ["a": "YQ==", "c": "Yw=="])
  }

  @Test func whatOthersChangeMovesTheMarker() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.workload(), place)
    let name = "StatefulSet/monitoring/agent"
    try place.server.edit(name, as: "kube-controller-manager", subresource: "status") {
      $0.adding(["status": ["readyReplicas": 1]])
    }
    try place.server.edit(name) { $0.adding(["metadata": ["annotations": ["theirs": "1"]]]) }
    let touched = try await place.connection.metadata(of: Self.name(Self.workload()), .statefulSet)
    #expect(touched?.marker == made.marker)
    try place.server.edit(name) { $0.adding(["spec": ["replicas": 5]]) }
    let edited = try await place.connection.metadata(of: Self.name(Self.workload()), .statefulSet)
    #expect(edited?.marker != made.marker)
    #expect(edited?.others.map(\.name) == ["kubectl-edit"])
  }

  @Test func conflictsNameTheOtherAndTheField() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.workload(), place)
    try place.server.edit("StatefulSet/monitoring/agent") { $0.adding(["spec": ["replicas": 5]]) }
    let error = await failure { () throws(ClusterError) in
      _ = try await apply(Self.workload(), upon: made.uid, place)
    }
    guard case .fieldConflict(let conflicts)? = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(conflicts.map(\.field) == [".spec.replicas"])
    #expect(conflicts.first?.manager.hasPrefix("\"kubectl-edit\" using apps/v1 at 2026-") == true)
    let forced = try await apply(Self.workload(), upon: made.uid, isForced: true, place)
    #expect(forced.content["spec"]?["replicas"] == 1 && forced.own?.fields.contains(".spec.replicas") == true)
  }

  @Test func anObjectThatIsGoneIsNotMadeByAnUpdate() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.secret(), place)
    try place.server.delete("Secret/monitoring/config")
    let error = await failure { () throws(ClusterError) in
      _ = try await apply(Self.secret(), upon: made.uid, place)
    }
    #expect(error?.kind == .conflict)
    #expect(place.server.objects == [])
  }

  @Test func anotherObjectOfTheNameIsNotDeleted() async throws {
    let place = try ClusterPlace()
    _ = try await apply(Self.secret(), place)
    let name = Self.name(Self.secret())
    let error = await failure { () throws(ClusterError) in
      try await place.connection.delete(name, .secret, uid: "another")
    }
    #expect(error?.kind == .conflict)
    #expect(place.server.objects == ["Secret/monitoring/config"])
  }

  @Test func kindsOfRefusalsAreToldApart() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.workload(), place)
    let immutable = await failure { () throws(ClusterError) in
      _ = try await apply(Self.workload(["serviceName": "other", "replicas": 1]), upon: made.uid, place)
    }
    #expect(immutable?.kind == .invalid(isImmutable: true))
    let elsewhere = Self.secret().adding(["metadata": ["namespace": "nowhere"]])
    let missing = await failure { () throws(ClusterError) in _ = try await apply(elsewhere, place) }
    #expect(missing?.kind == .namespaceMissing)
    #expect(missing?.message == "namespaces \"nowhere\" not found")
    place.server.forbid("patch secrets monitoring")
    let forbidden = await failure { () throws(ClusterError) in _ = try await apply(Self.secret(), place) }
    #expect(forbidden?.kind == .forbidden)
    #expect(forbidden?.description.hasPrefix("PATCH Secret monitoring/config answered 403: secrets") == true)
  }

  @Test func listsHaveAllPages() async throws {
    let place = try ClusterPlace()
    for number in 0..<5 { _ = try await apply(Self.secret("config-\(number)"), place) }
    try place.server.make(
      ["apiVersion": "v1", "kind": "Secret", "metadata": ["name": "theirs", "namespace": "monitoring"]])
    place.server.limitPages(to: 2)
    _ = place.server.takeRequests()
    let listed = try await place.connection.list(.secret, in: "monitoring", "own=yes")
    #expect(listed.map(\.name.name) == (0..<5).map { "config-\($0)" })
    // Metadata only: no values.
    #expect(listed.allSatisfy { $0.content["data"] == nil && $0.own != nil })
    #expect(place.server.takeRequests().count == 3)
  }

  @Test func overloadIsWaitedFor() async throws {
    let place = try ClusterPlace()
    place.server.answer(
      with: ServerResponse(status: 429, headers: HeaderFields([("Retry-After", "0")])),
      ServerResponse(status: 503))
    _ = try await apply(Self.secret(), place)
    #expect(place.server.objects == ["Secret/monitoring/config"])
    #expect(place.server.takeRequests().count == 3)
  }

  @Test func aTokenThatWasRenewedIsReadAgain() async throws {
    let place = try ClusterPlace()
    _ = try await apply(Self.secret(), place)
    place.server.accept(tokens: ["renewed"])
    let refused = await failure { () throws(ClusterError) in
      _ = try await place.connection.list(.secret, in: "monitoring", "own")
    }
    #expect(refused?.kind == .unauthorized)
    try place.folder.write("renewed\n", to: "token")
    #expect(try await place.connection.list(.secret, in: "monitoring", "own").count == 1)
  }

  @Test func secretsAreNotRepeated() async throws {
    let place = try ClusterPlace()
    let value = Base64.encode(Array("a very well kept secret".utf8))
    place.server.answer(
      with: ServerResponse(
        status: 400, headers: HeaderFields([("Content-Type", "application/json")]),
        body: JSONWriter.bytes([
          "kind": "Status",
          "message": .string("webhook denied <well kept sec> is no \(value.prefix(20))..., nor pw!"),
          "reason": "BadRequest",
        ])))
    let error = await failure { () throws(ClusterError) in
      _ = try await apply(Self.secret("config", ["key": .string(value), "short": "cHch"]), place)
    }
    #expect(error?.message == "webhook denied <(secret)> is no (secret)..., nor (secret)")
  }

  @Test func theTokenIsNotRepeated() async throws {
    let place = try ClusterPlace()
    place.server.answer(
      with: ServerResponse(
        status: 403, headers: HeaderFields([("Content-Type", "application/json")]),
        body: JSONWriter.bytes(["kind": "Status", "message": "Bearer let-me-in may not"])))
    let error = await failure { () throws(ClusterError) in
      _ = try await place.connection.list(.secret, in: "monitoring", "own")
    }
    #expect(error?.message == "Bearer (secret) may not")
  }

  @Test func aSilentServerEndsAtTheDeadline() async throws {
    let place = try ClusterPlace(timeout: .milliseconds(200))
    place.server.hang(.seconds(3600))
    let error = await failure { () throws(ClusterError) in
      _ = try await place.connection.list(.secret, in: "monitoring", "own")
    }
    #expect(error?.kind == .unreachable)
    #expect(error?.message == "no complete answer within 200ms")
  }

  /// The server is there all the same, and other lists can be read.
  @Test func anAnswerThatIsTooLargeIsNoSilence() async throws {
    let place = try ClusterPlace()
    place.server.answer(
      with: ServerResponse(status: 200, body: Array(repeating: UInt8(ascii: " "), count: 64 << 20 + 1)))
    let error = await failure { () throws(ClusterError) in
      _ = try await place.connection.list(.secret, in: "monitoring", "own")
    }
    #expect(error?.kind == .unexpected)
    #expect(error?.message.contains("67108864") == true, "\(error?.message ?? "")")
    #expect(try await place.connection.list(.secret, in: "monitoring", "own").isEmpty)
  }

  @Test func aCopyIsPutBackAsNobodys() async throws {
    let place = try ClusterPlace()
    let made = try await apply(Self.secret(), place)
    let name = Self.name(Self.secret())
    let restored = try await place.connection.put(
      Self.secret("config", ["old": "b2xk"]), as: name, .secret, over: made)
    #expect(restored.content["data"] == ["old": "b2xk"] && restored.uid == made.uid)
    #expect(restored.own?.fields.contains(".data.key") == false)
    try place.server.delete("Secret/monitoring/config")
    let anew = try await place.connection.put(made.substance, as: name, .secret, over: nil)
    #expect(anew.own == nil && anew.content["data"] == ["key": "dmFsdWU="])
  }
}
