import Apply
import Base
import Git
import Plan
import Platform
import Render
import Store
import Synchronization

/// The environments of one program, as far as they meet in workspaces: what each of them wants there.
public final class Neighbourhood: Sendable {
  /// Lists environments of the same state directory that do not run here, with what they remember.
  public typealias Absent = @Sendable () async -> [String: any Store]

  private struct Member {
    let source: String
    let store: any Store
    /// Looks at the source now; nil where no cycles follow each other.
    var wake: (@Sendable () -> Void)?
    /// The revision whose wants these are.
    var commit: GitObjectIdentifier?
    /// By the names of targets; nil where nobody knows: all that is owned is taken for wanted.
    var wants: [String: Wants]?
    var broken: BrokenFiles?
  }

  /// So long a cycle waits for others to look at a revision that it has seen first.
  private static let patience = Duration.seconds(30)

  /// Before what a workspace keeps in one document, whichever environment writes it.
  let notificationGates = NotificationGates()
  private let members = Mutex<[String: Member]>([:])
  private let changed = ChangeSignal()
  private let absent: Absent

  public init(absent: @escaping Absent = { [:] }) {
    self.absent = absent
  }

  // MARK: Coming and going

  func join(_ environment: EnvironmentSettings, store: any Store) {
    let source = "\(environment.source.url) \(environment.source.reference)"
    members.withLock { $0[environment.name] = Member(source: source, store: store) }
  }

  /// From now on the environment follows its source by itself.
  func follow(_ environment: String, wake: @escaping @Sendable () -> Void) {
    members.withLock { $0[environment]?.wake = wake }
  }

  /// Whether others follow the same source.
  func hasCompany(_ environment: String) -> Bool {
    members.withLock { members in
      members.contains { $0.key != environment && $0.value.source == members[environment]?.source }
    }
  }

  func leave(_ environment: String) {
    _ = members.withLock { $0.removeValue(forKey: environment) }
    changed.signal()
  }

  // MARK: Telling

  /// Says what an environment wants, once for each rendering.
  /// - Parameters:
  ///   - rendering: nil where the revision cannot be rendered: what was wanted before still is.
  ///   - broken: its files with errors.
  func tell(
    _ rendering: Rendering?, broken: BrokenFiles?, at commit: GitObjectIdentifier, of environment: String
  ) {
    members.withLock { members in
      members[environment]?.commit = commit
      // Who is alone has nobody to tell; all environments of a program are there before the first of them speaks.
      guard let rendering, members.count > 1 else { return }
      members[environment]?.broken = broken
      // A manifest that cannot be read may be that of a workspace: then nobody knows what is wanted there.
      members[environment]?.wants =
        rendering.mayNameMore
        ? nil
        : Dictionary(
          rendering.workspaces.map { ($0.name, Wants($0, rendering)) },
          uniquingKeysWith: { first, _ in first })
    }
    changed.signal()
  }

  /// Lets the others that follow the same source look at a revision first: what moves from one environment to another is
  /// then seen to arrive before it is deleted where it left.
  func meet(at commit: GitObjectIdentifier, _ environment: String, _ time: any TimeSource) async {
    let late = members.withLock { members -> [@Sendable () -> Void] in
      guard let own = members[environment] else { return [] }
      return members.compactMap { name, member in
        name != environment && member.source == own.source && member.commit != commit ? member.wake : nil
      }
    }
    guard !late.isEmpty else { return }
    for wake in late { wake() }
    await changed.wait(atMost: Self.patience, time) { [self] in
      members.withLock { members in
        guard let own = members[environment] else { return true }
        return members.allSatisfy { name, member in
          name == environment || member.source != own.source || member.wake == nil || member.commit == commit
        }
      }
    }
  }

  // MARK: Asking

  /// What all others say of a target. One whose memory cannot be read tells that itself, and stops nobody.
  /// - Parameter leaving: what seems to have left the environment that asks.
  func neighbours(
    of environment: String, in target: String, leaving: [InventoryEntry]
  ) async -> Neighbours {
    var result = Neighbours(environment: environment)
    let known = members.withLock { $0.filter { $0.key != environment } }
    var all = known.mapValues { member in
      (store: member.store, wants: member.wants.map { $0[target] ?? Wants() })
    }
    for (name, store) in await absent() where name != environment && all[name] == nil {
      all[name] = (store, nil)
    }
    // An environment that works elsewhere means its own objects, however alike they are.
    for (name, member) in known where member.wants == nil || member.wants?[target] != nil {
      for (key, file) in await member.broken?.mention(leaving) ?? [:] {
        result.doubts[key] = Doubt(file: file, environment: name)
      }
    }
    for (name, member) in all.sorted(by: { $0.key < $1.key }) {
      let owned = try? await member.store.inventory(of: TargetName(environment: name, name: target))
      for entry in (owned ?? [:]).values {
        let claim = Neighbours.Claim(
          environment: name, reference: entry.reference, origin: entry.origin, isOwned: true,
          isAdopted: entry.isAdopted)
        if member.wants?.holds(entry) ?? true {
          result.claims[entry.key] = claim
        } else {
          result.givenUp[entry.key] = claim
        }
      }
      guard let wants = member.wants else { continue }
      for entry in leaving {
        if let file = wants.doubt(about: entry) {
          result.doubts[entry.key] = Doubt(file: file, environment: name)
        }
      }
      for (reference, origin) in wants.manifests {
        result.manifests[reference] = Neighbours.Claim(
          environment: name, reference: reference, origin: origin, isOwned: false)
      }
      for (key, manifest) in wants.keys where result.claims[key] == nil {
        result.claims[key] = Neighbours.Claim(
          environment: name, reference: manifest.reference, origin: manifest.origin, isOwned: false)
      }
    }
    return result
  }

  // MARK: Handing over

  private static let mostHistory = 100

  /// Gives an environment what another one remembers of the objects that it takes over. Their story is only shown: what
  /// cannot be read or written stays behind.
  func handOver(
    _ objects: [ObjectKey: Neighbours.Claim], in target: String, to environment: String, store: any Store
  ) async {
    let owner = TargetName(environment: environment, name: target)
    for (key, claim) in objects.sorted(by: { $0.key < $1.key }) {
      var former = members.withLock { $0[claim.environment]?.store }
      if former == nil { former = await absent()[claim.environment] }
      let place = TargetName(environment: claim.environment, name: target)
      if let former {
        let memory = StoreObjectMemory(store: former, target: place)
        await memory.handOver(key, of: claim.reference, to: StoreObjectMemory(store: store, target: owner))
      }
      guard let former, let known = try? await store.history(of: key, in: owner, limit: 1), known.isEmpty,
        let history = try? await former.history(of: key, in: place, limit: Self.mostHistory)
      else { continue }
      for entry in history.reversed() { try? await store.add(entry, in: owner) }
    }
  }
}
