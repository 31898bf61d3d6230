import Apply
import Base
import Documents
import Git
import Grafana
import Manifests
import Plan
import Platform
import Render
import Secrets
import Store

/// Why a copy could not be put back.
public struct RestoreFailure: Error, Hashable, Sendable {
  public let message: String
  public let remedy: String?
}

/// What putting a copy back came to.
public struct Restored: Hashable, Sendable {
  /// The number of the copy that what was there is kept as; nil where nothing was there.
  public let replacedCopy: Int64?
  /// Where the object is written that the next cycle brings back; nil where Git does not know the object.
  public let manifest: SourceLocation?
  /// It is owned and Git knows it no more: the next cycle deletes it again.
  public let isLeaving: Bool
  /// Parts that have the secrets that they had before, whether these are those of the copy or not: no workspace shows them.
  public let uncertainSecrets: [String]
  /// Names of values that no copy holds, because the workspace never shows them: they have to be entered again.
  public let missingSecrets: [String]

  /// Names of tokens that went with a service account: no workspace shows their values again.
  public let lostTokens: [String]

  /// All of it is as it was.
  public var isWhole: Bool { missingSecrets.isEmpty && uncertainSecrets.isEmpty && lostTokens.isEmpty }
}

extension Reconciler {
  /// Puts a copy back where it was taken from, and keeps what it replaces as a copy of its own.
  @discardableResult
  public func restore(copy identifier: Int64) async throws(RestoreFailure) -> Restored {
    let (listed, body) = try await copy(identifier)
    return try await restore(PastState(copy: listed.copy, body: body, name: "copy \(identifier)"))
  }

  /// Past states of objects that the workspaces keep by themselves, newest first, by workspace and object.
  public func keptVersions(
    of keys: Set<ObjectKey>
  ) async throws(RestoreFailure) -> [(target: TargetName, key: ObjectKey, versions: [KeptVersion])] {
    let keys = keys.filter { WorkspaceTarget.keepsVersions(of: $0.kind) }
    guard !keys.isEmpty, let rendering = await render(await readSource()).rendering else { return [] }
    var found: [(target: TargetName, key: ObjectKey, versions: [KeptVersion])] = []
    for workspace in rendering.workspaces {
      let target = TargetName(environment: environment.name, name: workspace.name)
      for key in keys.sorted() {
        do throws(TargetFailure) {
          let versions = try await runner(for: workspace).keptVersions(
            of: key, in: workspace, lookup: rendering.lookup, copies: copies(target, revision: ""))
          if !versions.isEmpty { found.append((target, key, versions)) }
        } catch {
          throw RestoreFailure(message: error.message, remedy: error.remedy)
        }
      }
    }
    return found
  }

  /// Makes an object again what its workspace remembers of it, and keeps what that replaces.
  @discardableResult
  public func restore(
    _ version: KeptVersion, of key: ObjectKey, in target: TargetName
  ) async throws(RestoreFailure) -> Restored {
    let copy: ObjectCopy?
    do throws(TargetFailure) {
      let (workspace, lookup) = try await workspace(of: target)
      copy = try await runner(for: workspace).copy(
        key, of: version, in: workspace, lookup: lookup, copies: copies(target, revision: ""))
    } catch {
      throw RestoreFailure(message: error.message, remedy: error.remedy)
    }
    guard let copy else {
      throw RestoreFailure(
        message: "\(version.name) of \(key) is not kept by the workspace any more",
        remedy: "see what there is with sluice history \(key)")
    }
    let kept = KeptCopy(
      target: target, key: key, title: copy.title, parentUID: copy.parentUID, reason: copy.reason,
      taken: time.now,
      revision: "")
    return try await restore(PastState(copy: kept, body: copy.content, name: version.name))
  }

  /// What an object once was, and what it is called in messages: `copy 12`, `version 3`.
  private struct PastState {
    let copy: KeptCopy
    let body: [UInt8]
    let name: String
  }

  private func restore(_ past: PastState) async throws(RestoreFailure) -> Restored {
    let before = try await newestCopy(of: past.copy)
    let marker = try await putBack(past)
    let after = try await newestCopy(of: past.copy)
    let replaced = after == before ? nil : after
    try await remember(past, replaced, marker)
    let entry = try await entry(of: past.copy)
    var isThere = entry != nil
    if let entry, !past.copy.target.isOfAgents { isThere = await isWanted(entry, in: past.copy.target) }
    return Restored(
      replacedCopy: replaced, manifest: isThere ? entry?.origin : nil, isLeaving: entry != nil && !isThere,
      uncertainSecrets: Self.receiversWithSecrets(past.copy, past.body),
      // Of an object that was there the workspace keeps the values that it is not sent (reference section 5.1).
      missingSecrets: replaced == nil ? Self.secretNames(past.copy, past.body) : [],
      lostTokens: replaced == nil ? Self.tokenNames(past.copy, past.body) : [])
  }

  private func copies(_ target: TargetName, revision: String) -> StoreCopies {
    StoreCopies(store: store, target: target, revision: revision, time: time)
  }

  private func newestCopy(of copy: KeptCopy) async throws(RestoreFailure) -> Int64? {
    do throws(StoreError) {
      return try await store.copies(named: copy.key.uid).first {
        $0.copy.key == copy.key && $0.copy.target == copy.target
      }?.id
    } catch {
      throw RestoreFailure(message: error.description, remedy: nil)
    }
  }

  private func entry(of copy: KeptCopy) async throws(RestoreFailure) -> InventoryEntry? {
    do throws(StoreError) {
      return try await store.inventory(of: copy.target)[copy.key]
    } catch {
      throw RestoreFailure(message: error.description, remedy: nil)
    }
  }

  /// Whether the newest revision has the manifest of an object, or may have it where it cannot be read.
  private func isWanted(_ entry: InventoryEntry, in target: TargetName) async -> Bool {
    guard let rendering = await render(await readSource()).rendering else { return true }
    if rendering.heldBack[entry.reference] != nil || rendering.heldBack[entry.reference.manifest] != nil
      || rendering.unreadableFiles.contains(entry.origin.file)
    {
      return true
    }
    return rendering.workspaces.contains { workspace in
      workspace.name == target.name && workspace.desired.contains { $0.reference == entry.reference }
    }
  }

  /// `pager (pagerduty)` of each receiver in a copy of a contact point that had a secret.
  private static func receiversWithSecrets(_ copy: KeptCopy, _ body: [UInt8]) -> [String] {
    guard copy.key.kind == .contactPoint, let model = try? JSONParser.parse(body, options: .lenient) else {
      return []
    }
    return (model["receivers"]?.arrayValue ?? []).compactMap { RemoteReceiver($0) }
      .filter { ReceiverForm.hidesSecrets(.object($0.settings)) }.map { "\($0.uid) (\($0.type))" }
  }

  private static func secretNames(_ copy: KeptCopy, _ body: [UInt8]) -> [String] {
    guard copy.key.kind == .datasource, let model = try? JSONParser.parse(body, options: .lenient) else {
      return []
    }
    return (model["secureJsonFields"]?.objectValue?.keys ?? []).sorted()
  }

  private static func tokenNames(_ copy: KeptCopy, _ body: [UInt8]) -> [String] {
    guard copy.key.kind == .serviceAccount, let model = try? JSONParser.parse(body, options: .lenient) else {
      return []
    }
    return (model["tokens"]?.arrayValue ?? []).compactMap(\.stringValue)
  }

  /// In the history and the events of the object, and for the cycle that finds it so.
  private func remember(
    _ past: PastState, _ replaced: Int64?, _ marker: String?
  ) async throws(RestoreFailure) {
    let (key, target) = (past.copy.key, past.copy.target)
    let now = time.now
    do throws(StoreError) {
      try await Restoration(at: now, marker: marker).keep(of: key, in: target, to: store)
      let reference: ObjectReference?
      if let entry = try await store.inventory(of: target)[key] {
        reference = entry.reference
      } else {
        reference = try await store.history(of: key, in: target, limit: 1).first?.reference
      }
      if let reference {
        try await store.add(
          .restoration(of: past.copy, reference: reference, isNew: replaced == nil, at: now), in: target)
      }
      let rest = replaced.map { "; what it replaced is kept as copy \($0)" } ?? ""
      let what = reference == nil ? " of \(key.kind.name) \"\(past.copy.title)\"" : ""
      try await store.add([
        Event(
          at: now, level: .info, environment: target.environment, reference: reference, reason: "restored",
          message: "\(past.name)\(what) was put back\(rest)")
      ])
    } catch {
      throw RestoreFailure(
        message: "the copy is back, but that cannot be remembered: \(error.description)", remedy: nil)
    }
  }

  /// - Returns: what the listings show of the object then; nil where they cannot be asked.
  private func putBack(_ past: PastState) async throws(RestoreFailure) -> String? {
    let target = past.copy.target
    let copies = copies(target, revision: past.copy.revision)
    do throws(TargetFailure) {
      let isFile = past.copy.key.kind == .agentFile
      let copy = ObjectCopy(
        key: past.copy.key, title: past.copy.title, parentUID: past.copy.parentUID, content: past.body,
        reason: "replaced by \(past.name)")
      if isFile {
        let directory = String(target.name.dropFirst(AgentRunner.targetPrefix.count))
        let files = AgentDirectory(path: directory, key: digestKey, copies: copies)
        try await files.restore(copy)
        return try files.observe([copy.key])[copy.key]?.marker
      } else if past.copy.key.kind == .clusterObject {
        guard let clusterRunner else {
          throw TargetFailure(
            .refused, "the copy is from the cluster \(target.place), and none is named",
            remedy: "name its kubeconfig with --agent-cluster")
        }
        return try await clusterRunner.restore(copy, to: target, revision: past.copy.revision)
      } else {
        let (workspace, lookup) = try await workspace(of: target)
        return try await runner(for: workspace).restore(copy, to: workspace, lookup: lookup, copies: copies)
      }
    } catch {
      throw RestoreFailure(message: error.message, remedy: error.remedy)
    }
  }

  /// The manifests say how a workspace is reached.
  private func workspace(
    of target: TargetName
  ) async throws(TargetFailure) -> (WorkspaceRendering, ValueLookup) {
    let source = await readSource()
    guard let rendering = await render(source).rendering,
      let workspace = rendering.workspaces.first(where: { $0.name == target.name })
    else {
      throw TargetFailure(
        .refused, "no Grafana manifest names the workspace \(target.name) that the copy is from",
        remedy: source.failure?.description)
    }
    return (workspace, rendering.lookup)
  }

  private func copy(_ identifier: Int64) async throws(RestoreFailure) -> (ListedCopy, [UInt8]) {
    let found: (ListedCopy, [UInt8])?
    do throws(StoreError) {
      let listed = try await store.copies(named: nil).first { $0.id == identifier }
      let body = try await store.body(ofCopy: identifier)
      found = listed.flatMap { listed in body.map { (listed, $0) } }
    } catch {
      throw RestoreFailure(message: error.description, remedy: nil)
    }
    guard let found else {
      throw RestoreFailure(
        message: "there is no copy \(identifier)",
        remedy: "list the copies with sluice restore KIND/NAME --dry-run")
    }
    return found
  }
}
