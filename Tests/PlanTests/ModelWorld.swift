import Base
import Plan
import TestSupport

/// Git, a target, other people, and the memory between cycles, moved about by a seed.
struct ModelWorld {
  struct Manifest {
    var kind: ObjectKind
    var name: String
    var uid: String?
    var title: String
    var parent: DesiredObject.Parent
    var content: String
    var isSuspended = false
    var isHeldBack = false
    var driftPolicy = DesiredObject.DriftPolicy.repair
    var isPruned = true
    var file: String
  }

  var random: SplitMix
  var server: ModelServer
  var manifests: [Manifest] = []
  var inventory: [ObjectKey: InventoryEntry] = [:]
  /// Writes that were begun and not seen to end, oldest first.
  var unsettled: [ObjectKey: [Action]] = [:]
  var unreadableFiles: Set<String> = []
  private var counter = 0

  init(seed: UInt64, rule: TitleRule) {
    random = SplitMix(seed: seed)
    server = ModelServer(rule: rule)
  }

  // MARK: One cycle

  func input() -> PlanInput {
    var known = inventory
    for (key, intents) in unsettled where known[key] == nil { known[key] = made(intents) }
    var input = PlanInput(
      desired: manifests.filter { !$0.isHeldBack && !unreadableFiles.contains($0.file) }.map(desired)
        + implicit,
      heldBack: Set(manifests.filter { $0.isHeldBack && !unreadableFiles.contains($0.file) }.map(reference)),
      unreadableFiles: unreadableFiles, observed: server.observed, inventory: known,
      uncertain: Set(unsettled.keys),
      policy: PlanPolicy(titleRule: server.rule, pruneLimitShare: 1, pruneLimitCount: 1000))
    for object in ReadSelection.objects(for: input) {
      input.inspections[object.key] = server.inspect(object.key)
    }
    return input
  }

  /// Performs a plan as the executor does: what needs something that failed is not tried.
  /// - Parameters:
  ///   - failures: how many of a hundred writes fail for no reason.
  ///   - crash: the process ends before this action; or in it, after it took effect.
  mutating func apply(_ plan: Plan, failures: Int = 0, crash: Int? = nil) {
    let before = unsettled
    let observed = server.observed
    for action in plan.actions where action.verb.isWrite { unsettled[action.key, default: []].append(action) }
    var ends: [ObjectKey: InterruptedWrites.End] = [:]
    for (place, action) in plan.actions.enumerated() {
      if let crash, place == crash {
        if action.verb.isWrite, Bool.random(using: &random) { _ = perform(action) }
        return
      }
      let end = end(of: action, ends, failures: failures)
      ends[action.key] = end
      if action.verb.isWrite, end != .unknown { unsettled[action.key]?.removeLast() }
    }
    let made = before.compactMapValues { self.made($0) }
    for settled in InterruptedWrites.settled(Set(before.keys), ends: ends, observed: observed, made: made) {
      unsettled[settled.key]?.removeFirst(before[settled.key]?.count ?? 0)
      if let entry = settled.entry { inventory[settled.key] = entry }
    }
    unsettled = unsettled.filter { !$0.value.isEmpty }
  }

  private mutating func end(
    of action: Action, _ ends: [ObjectKey: InterruptedWrites.End], failures: Int
  ) -> InterruptedWrites.End {
    guard action.verb.isWrite else {
      remember(action, version: action.version, digest: action.observedDigest ?? action.desiredDigest)
      return .done
    }
    let isBlocked = action.requires.contains { required in
      ends[required].map { $0 != .done } ?? false
        && (required.kind == .folder || required.kind == action.key.kind || action.verb == .delete)
    }
    if isBlocked { return .notTried }
    if Int.random(in: 0..<100, using: &random) < failures {
      if Bool.random(using: &random) { return .refused }
      if Bool.random(using: &random) { _ = perform(action) }
      return .unknown
    }
    guard let version = perform(action) else { return .refused }
    remember(action, version: version, digest: action.desiredDigest)
    return .done
  }

  private mutating func perform(_ action: Action) -> Int? {
    server.perform(action, content: content(of: action))
  }

  /// What intents tell of an object that was being created.
  private func made(_ intents: [Action]) -> InventoryEntry? {
    guard let action = intents.last(where: { $0.verb == .create }), inventory[action.key] == nil else {
      return nil
    }
    return entry(
      action, digest: action.desiredDigest ?? Digest(of: ""), version: nil, marker: nil, commit: "")
  }

  private mutating func remember(_ action: Action, version: Int?, digest: Digest?) {
    switch action.verb {
    case .delete, .forget: inventory[action.key] = nil
    case .report: break
    default:
      if let digest {
        inventory[action.key] = entry(
          action, digest: digest, version: version, marker: "\(server.objects[action.key]?.version ?? 0)")
      }
      if action.verb == .adopt && !action.isImplicit || action.verb == .rebaseline {
        server.accept(action.key)
      }
    }
  }

  private func entry(
    _ action: Action, digest: Digest, version: Int?, marker: String?, commit: String = "c"
  ) -> InventoryEntry {
    InventoryEntry(
      key: action.key, reference: action.reference, origin: action.origin, title: action.title,
      parentUID: action.parentUID, desiredDigest: action.desiredDigest ?? digest, observedDigest: digest,
      version: version, marker: marker, isAdopted: action.isAdopted, isPruned: action.isPruned,
      isImplicit: action.isImplicit, commit: commit, applied: 0)
  }

  private func content(of action: Action) -> String {
    manifests.first { reference($0) == action.reference }?.content ?? ""
  }

  // MARK: Manifests

  func reference(_ manifest: Manifest) -> ObjectReference {
    PlanFixture.reference(manifest.kind, manifest.name)
  }

  private func desired(_ manifest: Manifest) -> DesiredObject {
    DesiredObject(
      kind: manifest.kind, reference: reference(manifest),
      origin: SourceLocation(file: manifest.file, position: .start), uid: manifest.uid, title: manifest.title,
      parent: parent(of: manifest), digest: ModelServer.digest(manifest.title, manifest.content),
      isSuspended: manifest.isSuspended, driftPolicy: manifest.driftPolicy, isPruned: manifest.isPruned)
  }

  /// A folder titled `implicit` is wanted by whoever names it, not by a manifest.
  private static let implicitReference = PlanFixture.reference(.folder, "folder titled implicit")

  private func parent(of manifest: Manifest) -> DesiredObject.Parent {
    if case .object(let reference) = manifest.parent, reference != Self.implicitReference,
      !manifests.contains(where: { self.reference($0) == reference })
    {
      return .root
    }
    return manifest.parent
  }

  private var implicit: [DesiredObject] {
    guard manifests.contains(where: { $0.parent == .object(Self.implicitReference) && !$0.isHeldBack }) else {
      return []
    }
    return [
      DesiredObject(
        kind: .folder, reference: Self.implicitReference,
        origin: SourceLocation(file: "i.yaml", position: .start),
        uid: nil, title: "Implicit", digest: ModelServer.digest("Implicit", ""), isImplicit: true)
    ]
  }

  private mutating func newParent(_ kind: ObjectKind) -> DesiredObject.Parent {
    guard kind.hasParent else { return .root }
    let folders = manifests.filter { $0.kind == .folder }.map(reference)
    let observed = server.objects.keys.filter { $0.kind == .folder }.map(\.uid).sorted()
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<3: return .root
    case 3: return observed.randomElement(using: &random).map { .uid($0) } ?? .root
    case 4 where kind == .dashboard: return .object(Self.implicitReference)
    default: return folders.randomElement(using: &random).map { .object($0) } ?? .root
    }
  }

  // MARK: What people do

  private static let titles = ["A", "a", "B", "B!", "C", "Implicit", "implicit"]

  private mutating func title() -> String { Self.titles.randomElement(using: &random) ?? "A" }

  private mutating func uid() -> String? {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5: nil
    case 5: server.objects.keys.map(\.uid).sorted().randomElement(using: &random)
    default: "u\(Int.random(in: 0..<12, using: &random))"
    }
  }

  private mutating func fresh() -> String {
    counter += 1
    return "v\(counter)"
  }

  mutating func commit() {
    unreadableFiles = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      guard let place = manifests.indices.randomElement(using: &random),
        Int.random(in: 0..<3, using: &random) > 0
      else {
        addManifest()
        continue
      }
      switch Int.random(in: 0..<12, using: &random) {
      case 0: manifests.remove(at: place)
      case 1: manifests[place].title = title()
      case 2: manifests[place].uid = uid()
      case 3: manifests[place].parent = newParent(manifests[place].kind)
      case 4: manifests[place].isSuspended.toggle()
      case 5: manifests[place].isHeldBack.toggle()
      case 6: manifests[place].driftPolicy = Bool.random(using: &random) ? .report : .repair
      case 7: manifests[place].isPruned.toggle()
      case 8: manifests[place].name = fresh()
      case 9:
        if let other = manifests.indices.randomElement(using: &random) {
          (manifests[place].title, manifests[other].title) = (manifests[other].title, manifests[place].title)
        }
      case 10: unreadableFiles.insert(manifests[place].file)
      default: if manifests[place].kind != .folder { manifests[place].content = fresh() }
      }
    }
  }

  private mutating func addManifest() {
    let kind: ObjectKind =
      [.folder, .folder, .dashboard, .dashboard, .dashboard, .datasource].randomElement(using: &random)
      ?? .dashboard
    let name = fresh()
    manifests.append(
      Manifest(
        kind: kind, name: name, uid: uid(), title: title(), parent: newParent(kind),
        content: kind == .folder ? "" : fresh(), file: "\(Int.random(in: 0..<5, using: &random)).yaml"))
  }

  /// Somebody else works in the target.
  mutating func disturb() {
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let keys = server.objects.keys.sorted()
      let folders = keys.filter { $0.kind == .folder }.map(\.uid) + [""]
      guard let key = keys.randomElement(using: &random), Int.random(in: 0..<3, using: &random) > 0 else {
        let kind: ObjectKind = [.folder, .dashboard, .datasource].randomElement(using: &random) ?? .dashboard
        let key = ObjectKey(kind, "f" + fresh())
        let parent = kind.hasParent ? folders.randomElement(using: &random) ?? "" : ""
        let title = title()
        if !server.isTaken(title, in: parent, key) {
          server.objects[key] = ModelServer.Stored(
            title: title, parentUID: parent, content: kind == .folder ? "" : fresh(), version: 1,
            isForeign: true)
        }
        continue
      }
      let text = "foreign " + fresh()
      let folder = folders.randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        remove(key)
        continue
      case 2 where key.kind == .dashboard:
        guard let object = server.objects[key], !server.isTaken(object.title, in: folder, key) else {
          continue
        }
        // Nothing of its content is foreign by that.
        server.objects[key]?.parentUID = folder
        server.objects[key]?.version += 1
        continue
      case 1: server.objects[key]?.title = text
      default:
        if key.kind == .folder {
          server.objects[key]?.title = text
        } else {
          server.objects[key]?.content = text
        }
      }
      server.objects[key]?.isForeign = true
      server.objects[key]?.version += 1
    }
  }

  private mutating func remove(_ key: ObjectKey) {
    server.objects[key] = nil
    guard key.kind == .folder else { return }
    for inner in server.objects.keys.filter({ $0.kind.hasParent && server.objects[$0]?.parentUID == key.uid })
    {
      remove(inner)
    }
  }
}
