import Base
import Documents
import Grafana
import Plan
import Platform
import Render

/// A Grafana workspace as a target.
public struct WorkspaceTarget: Target {
  private let handlers: [ObjectKind: any ObjectHandler]
  let capabilities: ServerCapabilities
  private let observer: WorkspaceObserver
  let session: GrafanaSession
  private let marked: MarkedWrites
  private let copies: any CopyKeeper
  let access: AccessRemedies

  /// - Parameter digestKey: of the digests of contents that may hold secrets.
  public init(
    _ session: GrafanaSession, capabilities: ServerCapabilities, observer: WorkspaceObserver,
    marked: MarkedWrites, copies: any CopyKeeper, memory: any ObjectMemory,
    notificationGate: Gate = Gate(width: 1),
    access: AccessRemedies,
    tokenFiles: TokenFiles = TokenFiles(directory: nil, environment: "", workspace: "", time: SystemTime()),
    digestKey: [UInt8]
  ) {
    self.capabilities = capabilities
    self.observer = observer
    self.session = session
    self.marked = marked
    self.copies = copies
    self.access = access
    func document<Family: DocumentFamily>(_ family: Family) -> DocumentHandler<Family> {
      DocumentHandler(family: family, session: session, copies: copies, memory: memory)
    }
    func gated(_ handler: any ObjectHandler) -> GatedHandler {
      GatedHandler(handler: handler, gate: notificationGate)
    }
    let policies = NotificationPolicyFamily(session: session, capabilities: capabilities, memory: memory)
    // The registry of kinds: one line each.
    handlers = [
      .folder: FolderHandler(
        session: session, marked: marked, capabilities: capabilities, copies: copies, memory: memory),
      .datasource: DatasourceHandler(
        session: session, capabilities: capabilities, copies: copies, memory: memory,
        digestKey: digestKey),
      .correlations: CorrelationsHandler(session: session, copies: copies, memory: memory),
      .dashboard: DashboardHandler(
        session: session, marked: marked, copies: copies,
        extras: DashboardExtras(session: session, memory: memory),
        expandsLibraryPanels: capabilities.expandsLibraryPanels, digestKey: digestKey),
      .libraryPanel: document(LibraryPanelFamily(session: session, capabilities: capabilities)),
      .homeDashboard: document(HomeDashboardFamily(session: session)),
      .alertRuleGroup: document(AlertRuleGroupFamily(session: session, capabilities: capabilities)),
      .notificationTemplate: gated(document(NotificationTemplateFamily(session: session))),
      .muteTiming: gated(document(MuteTimingFamily(session: session))),
      .contactPoint: gated(ContactPointHandler(session: session, copies: copies, memory: memory)),
      .notificationPolicy: gated(NotificationPolicyHandler(documents: document(policies), memory: memory)),
      .notificationChannel: document(NotificationChannelFamily(session: session)),
      .resource: ResourceHandler(session: session, copies: copies, memory: memory, digestKey: digestKey),
      .serviceAccount: ServiceAccountHandler(session: session, copies: copies, files: tokenFiles),
    ]
  }

  public func inspect(_ subject: InspectionSubject) async throws(TargetFailure) -> Inspection {
    let handler = try handler(for: subject.key)
    do throws(GrafanaError) {
      return try await handler.inspect(subject)
    } catch {
      throw TargetFailure(error, access)
    }
  }

  public func foresee(_ subject: ForesightSubject) async throws(TargetFailure) -> Foresight {
    let handler = try handler(for: subject.key)
    do throws(GrafanaError) {
      return try handler.foresee(subject)
    } catch {
      throw TargetFailure(error, access)
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
      throw TargetFailure(error, access)
    }
  }

  public func adopt(
    _ action: Action, body: @Sendable () async throws(TargetFailure) -> DesiredBody?
  ) async throws(TargetFailure) {
    let handler = try handler(for: action.key)
    guard handler.remembersAdoption(by: action), let body = try await body() else { return }
    do throws(GrafanaError) {
      try await handler.adopt(action, body: body)
    } catch {
      throw TargetFailure(error, access)
    }
  }

  /// Takes our mark off what stays in the workspace.
  public func release(_ key: ObjectKey) async throws(TargetFailure) {
    let kind: ListedKind
    switch key.kind {
    case .folder: kind = .folders
    case .dashboard: kind = .dashboards
    default: return
    }
    do throws(GrafanaError) {
      if try await marked.isWanted(kind) { try await session.removeMark(kind, name: key.uid) }
    } catch {
      throw TargetFailure(error, access)
    }
  }

  /// Reads the listings once more. An object counts as settled when they show it as it was written: from 12 on by its
  /// generation, before by its presence; one that somebody saved meanwhile stays unsettled and is looked at next time.
  public func settle(_ written: [ObjectKey: Written]) async throws(TargetFailure) -> [ObjectKey: String] {
    let observation: Observation
    do throws(GrafanaError) {
      observation = try await observer.observe()
    } catch {
      throw TargetFailure(error, access)
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
    switch kind {
    case .folder, .datasource, .libraryPanel, .dashboard, .alertRuleGroup: capabilities.parallelWrites
    // One document holds all of these, and every write is one of the whole (reference section 6.7).
    case .notificationTemplate, .muteTiming, .contactPoint, .notificationPolicy: 1
    case .correlations, .homeDashboard, .notificationChannel, .serviceAccount, .resource, .agentFile,
      .clusterObject:
      1
    }
  }

  /// The object as it is now, for keeping; nil where it is not there.
  public func copy(_ key: ObjectKey, reason: String) async throws(TargetFailure) -> ObjectCopy? {
    let handler = try handler(for: key)
    do throws(GrafanaError) {
      return try await handler.copy(key, reason: reason)
    } catch {
      throw TargetFailure(error, access)
    }
  }

  public func isHidden(_ key: ObjectKey) async throws(TargetFailure) -> Bool {
    let handler = try handler(for: key)
    do throws(GrafanaError) {
      return try await handler.copy(key, reason: "") != nil
    } catch let error where error.kind == .forbidden {
      return true
    } catch {
      throw TargetFailure(error, access)
    }
  }

  public func users(of key: ObjectKey) async throws(TargetFailure) -> [ObjectKey] {
    guard key.kind == .libraryPanel else { return [] }
    do throws(GrafanaError) {
      return try await session.users(
        ofLibraryPanel: key.uid, byUID: capabilities.hasLibraryPanelsByUID
      ).map { ObjectKey(.dashboard, $0.uid) }
    } catch {
      throw TargetFailure(error, access)
    }
  }

  /// Puts a copy back into the workspace, and keeps what it replaces.
  public func restore(_ copy: ObjectCopy, message: String) async throws(TargetFailure) {
    let handler = try handler(for: copy.key)
    try await requireFolder(of: copy)
    if let present = try await self.copy(copy.key, reason: copy.reason) { try await copies.keep(present) }
    do throws(GrafanaError) {
      try await handler.restore(copy, message: message)
    } catch {
      throw TargetFailure(error, access)
    }
  }

  /// Refuses a copy whose folder is gone: it is put back where it was, or not at all.
  private func requireFolder(of copy: ObjectCopy) async throws(TargetFailure) {
    guard copy.key.kind.hasParent, !copy.parentUID.isEmpty else { return }
    do throws(GrafanaError) {
      if try await session.folder(copy.parentUID) != nil { return }
    } catch {
      throw TargetFailure(error, access)
    }
    let folder = ObjectKey(.folder, copy.parentUID)
    if let title = try await copies.newestTitle(of: folder) {
      throw TargetFailure(
        .refused, "the folder \"\(title)\" (uid \(folder.uid)), which \(copy.key) lay in, is gone",
        remedy: "restore that one first: sluice restore \(folder)")
    }
    throw TargetFailure(
      .refused, "the folder with the uid \(folder.uid), which \(copy.key) lay in, is gone",
      remedy: "no copy of it is kept; make a folder with that uid first, in Git or in the workspace")
  }

  private func handler(for key: ObjectKey) throws(TargetFailure) -> any ObjectHandler {
    guard let handler = handlers[key.kind] else {
      throw TargetFailure(.refused, "a workspace holds no \(key.kind.name)s")
    }
    return handler
  }
}

extension TargetFailure {
  /// The way out of an alerting configuration that the workspace cannot read. What it costs is for people to decide.
  public static let corruptionRemedy =
    "reset it with DELETE /api/alertmanager/grafana/config/api/v1/alerts as an administrator, which loses every contact "
    + "point, policy, template and mute timing (what is in Git comes back), or bring an earlier one back in the pages of "
    + "the workspace; Sluice does neither by itself"

  /// What a failed call to a workspace means for the cycle.
  public init(_ error: GrafanaError, _ access: AccessRemedies) {
    switch error.kind {
    case .unauthorized: self.init(.ended, error.description, remedy: access.renewal)
    case .stopped: self.init(.ended, error.description)
    case .unreachable:
      self.init(
        .ended, error.description,
        remedy: "see that spec.external.url of the manifest is right, and that this machine reaches and "
          + "trusts it")
    case .forbidden:
      self.init(.refused, cause: .access, error.description, remedy: access.promotion)
    case .passing: self.init(.passing, error.description)
    case .corrupted: self.init(.refused, cause: .fault, error.description, remedy: Self.corruptionRemedy)
    case .unexpected:
      let isContent = error.status.map { (400..<500).contains($0) } ?? false
      self.init(.refused, cause: isContent ? .content : .fault, error.description)
    case .conflict, .refused, .notFound: self.init(.refused, error.description)
    }
    leavesPart = error.leavesPart
  }
}
