import Base
import Documents
import Grafana

/// The permissions that an object had before Git set any: a revert of the commit that did brings them back.
struct FormerPermissions {
  let session: GrafanaSession
  let memory: any ObjectMemory
  let key: ObjectKey

  /// Where what was there before is there again.
  private static let released = Change("permissions are no longer from Git")

  /// Of an object for which Git sets none; nil where it never did, or what was there before is not known.
  func kept() async throws(GrafanaError) -> [JSON]? {
    guard let bytes = try await memory.former(of: key, call: call) else { return nil }
    return (try? JSONParser.parse(bytes, options: .lenient))?.arrayValue
  }

  /// Makes the wanted permissions stand, with no call for those that do, or those from before where none are wanted any
  /// more.
  /// - Parameter isNew: the object was not there, or was not ours, before this write.
  func bringAbout(
    _ wanted: [JSON]?, _ changes: [Change], isNew: Bool,
    stored: () async throws(GrafanaError) -> [JSON], set: ([JSON]) async throws(GrafanaError) -> Void
  ) async throws(GrafanaError) {
    // What an earlier object of the uid had is not put back to this one.
    if isNew, wanted == nil { return try await forget() }
    let isReleased = wanted == nil && Self.areConcerned(by: changes)
    let kept = isReleased ? try await kept() : nil
    guard let permissions = wanted ?? kept else { return }
    let present = try await stored()
    if wanted != nil { try await keep(present, isNew: isNew) }
    if present != permissions {
      do throws(GrafanaError) {
        try await set(permissions)
      } catch let error where isReleased && !error.concernsEveryCall {
        // Some of those who had them may be gone since: the others get theirs back.
        let remaining = try await session.present(permissions)
        if remaining == permissions { throw error }
        if present != remaining { try await set(remaining) }
      }
    }
    if isReleased { try await forget() }
  }

  /// Keeps what is there until Git sets none any more.
  /// - Parameter isNew: nothing that was there at an earlier time counts.
  private func keep(_ present: [JSON], isNew: Bool) async throws(GrafanaError) {
    if !isNew, try await memory.former(of: key, call: call) != nil { return }
    try await memory.remember(former: JSONWriter.bytes(.array(present)), of: key, call: call)
  }

  func forget() async throws(GrafanaError) {
    guard try await memory.former(of: key, call: call) != nil else { return }
    try await memory.remember(former: nil, of: key, call: call)
  }

  /// What is to change; nil where nothing is.
  /// - Parameters:
  ///   - wanted: nil where Git sets none.
  ///   - kept: as `kept` gives it.
  static func change(stored: [JSON], wanted: [JSON]?, kept: [JSON]?) -> Change? {
    guard let target = wanted ?? kept else { return nil }
    if stored != target { return Change(Change.permissions, before: text(stored), after: text(target)) }
    return wanted == nil ? released : nil
  }

  /// Whether one of the changes is of permissions.
  static func areConcerned(by changes: [Change]) -> Bool {
    changes.contains { $0.summary == Change.permissions || $0 == released }
  }

  private static func text(_ permissions: [JSON]) -> String { JSONWriter.string(.array(permissions)) }

  private var call: String { "write \(key)" }
}
