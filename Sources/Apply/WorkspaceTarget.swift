import Base
import Documents
import Grafana
import Plan
import Render

/// A Grafana workspace as a target.
public struct WorkspaceTarget: Target {
  private let handlers: [ObjectKind: any ObjectHandler]
  private let capabilities: ServerCapabilities
  private let observer: WorkspaceObserver

  public init(
    _ session: GrafanaSession, capabilities: ServerCapabilities, observer: WorkspaceObserver,
    copies: any CopyKeeper, secretNames: any SecretNameMemory
  ) {
    self.capabilities = capabilities
    self.observer = observer
    // The registry of kinds: one line each.
    handlers = [
      .folder: FolderHandler(session: session, capabilities: capabilities, copies: copies),
      .datasource: DatasourceHandler(
        session: session, capabilities: capabilities, copies: copies, secretNames: secretNames),
      .dashboard: DashboardHandler(session: session, copies: copies),
    ]
  }

  public func inspect(_ subject: InspectionSubject) async throws(TargetFailure) -> Inspection {
    let handler = try handler(for: subject.key)
    do throws(GrafanaError) {
      return try await handler.inspect(subject)
    } catch {
      throw TargetFailure(error)
    }
  }

  public func perform(
    _ action: Action, body: DesiredBody?, origin: ChangeOrigin
  ) async throws(TargetFailure) -> Written {
    let handler = try handler(for: action.key)
    do throws(GrafanaError) {
      if action.verb == .delete {
        try await handler.delete(action)
        return Written(digest: action.observedDigest ?? Digest(of: ""))
      }
      guard let body else { throw .wrongBody(action) }
      return try await handler.write(action, body: body, message: SaveMessage.text(action, origin))
    } catch {
      throw TargetFailure(error)
    }
  }

  /// Reads the listings once more. An object counts as settled when they show it as it was written: from 12 on by its
  /// generation, before by its presence; one that somebody saved meanwhile stays unsettled and is looked at next time.
  public func settle(_ written: [ObjectKey: Written]) async throws(TargetFailure) -> [ObjectKey: String] {
    let observation: Observation
    do throws(GrafanaError) {
      observation = try await observer.observe()
    } catch {
      throw TargetFailure(error)
    }
    var markers: [ObjectKey: String] = [:]
    for (key, result) in written {
      guard let object = observation.objects[key], let marker = object.marker else { continue }
      if let version = object.version, let ours = result.version, version != ours { continue }
      markers[key] = marker
    }
    return markers
  }

  public func parallelWrites(_ kind: ObjectKind) -> Int {
    kind == .dashboard ? capabilities.parallelWrites : 1
  }

  /// The object as it is now, for keeping; nil where it is not there.
  public func copy(_ key: ObjectKey, reason: String) async throws(TargetFailure) -> ObjectCopy? {
    let handler = try handler(for: key)
    do throws(GrafanaError) {
      return try await handler.copy(key, reason: reason)
    } catch {
      throw TargetFailure(error)
    }
  }

  public func isHidden(_ key: ObjectKey) async throws(TargetFailure) -> Bool {
    let handler = try handler(for: key)
    do throws(GrafanaError) {
      return try await handler.copy(key, reason: "") != nil
    } catch let error where error.kind == .forbidden {
      return true
    } catch {
      throw TargetFailure(error)
    }
  }

  /// Puts a copy back into the workspace.
  public func restore(_ copy: ObjectCopy, message: String) async throws(TargetFailure) {
    let handler = try handler(for: copy.key)
    do throws(GrafanaError) {
      try await handler.restore(copy, message: message)
    } catch {
      throw TargetFailure(error)
    }
  }

  private func handler(for key: ObjectKey) throws(TargetFailure) -> any ObjectHandler {
    guard let handler = handlers[key.kind] else {
      throw TargetFailure(.refused, "a workspace holds no \(key.kind.name)s")
    }
    return handler
  }
}

extension TargetFailure {
  /// What a failed call to a workspace means for the cycle.
  public init(_ error: GrafanaError) {
    switch error.kind {
    case .unauthorized:
      self.init(
        .ended, error.description, remedy: "renew the token in the Secret that the Grafana manifest names")
    case .unreachable: self.init(.ended, error.description)
    case .forbidden:
      self.init(.refused, error.description, remedy: "give the token's service account the role Admin")
    case .passing: self.init(.passing, error.description)
    case .conflict, .refused, .notFound, .unexpected: self.init(.refused, error.description)
    }
  }
}
