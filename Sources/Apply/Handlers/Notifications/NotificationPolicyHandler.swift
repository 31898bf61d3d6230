import Base
import Documents
import Grafana
import Plan
import Render

/// The tree of notification policies: a document that was there before, and is put back when it is not wanted any more.
struct NotificationPolicyHandler: ObjectHandler {
  let documents: DocumentHandler<NotificationPolicyFamily>
  let memory: any ObjectMemory

  func remembersAdoption(by action: Action) -> Bool { true }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    try await documents.inspect(subject)
  }

  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    try await rememberFormer(action)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    try await rememberFormer(action)
    return try await documents.write(action, body: body, message: message)
  }

  /// A tree that somebody has reset since is let go, and with it what was there before: no other way is left where that
  /// names what is gone.
  func delete(_ action: Action) async throws(GrafanaError) {
    if let tree = try await documents.family.read(action.key)?.content,
      NotificationPolicyFamily.isOfNewWorkspace(tree),
      NotificationPolicyForm.normal(tree).digest != action.observedDigest
    {
      return try await memory.remember(former: nil, of: action.key, call: "delete \(action.key)")
    }
    try await documents.delete(action)
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await documents.copy(key, reason: reason)
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    try await documents.restore(copy, message: message)
  }

  /// Keeps what is there while it is not ours yet, for as long as it then is.
  private func rememberFormer(_ action: Action) async throws(GrafanaError) {
    let call = "\(action.verb.rawValue) \(action.key)"
    switch action.takeover {
    case .none: return
    // What is there may be what the write that was cut off has put there.
    case .resumed: if try await memory.former(of: action.key, call: call) != nil { return }
    case .first: break
    }
    guard let stored = try await documents.family.read(action.key) else { return }
    try await memory.remember(former: JSONWriter.bytes(stored.content), of: action.key, call: call)
  }
}
