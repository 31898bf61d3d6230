import Base

/// Everything that a plan depends on. The same input gives the same plan, byte for byte.
public struct PlanInput: Sendable {
  /// What the repository wants in this target.
  public var desired: [DesiredObject]
  /// Objects that this revision names but that cannot be applied from it: they stay as they are.
  public var heldBack: Set<ObjectReference>
  /// Files that could not be read far enough to know their objects: what came from them stays.
  public var unreadableFiles: Set<String>
  /// Words of those files that could be names of objects: an object may have moved there, so what has such a name stays.
  public var doubtfulNames: Set<String>
  /// What the listings of the target show.
  public var observed: [ObjectKey: ObservedObject]
  /// What they left out: it is neither taken for gone nor touched.
  public var unlisted = UnlistedObjects()
  /// Names of objects that are there though no listing shows them.
  public var builtIn: [ObjectKind: Set<String>] = [:]
  /// How much the target takes.
  public var quotas: [ObjectKind: Quota] = [:]
  /// What shows an object that is to be deleted, as the target tells; of the others nothing is known.
  public var users: [ObjectKey: [ObjectKey]] = [:]
  /// What is remembered.
  public var inventory: [ObjectKey: InventoryEntry]
  /// Bodies that were read.
  public var inspections: [ObjectKey: Inspection]
  /// What else is known of writing objects of kinds that `ObjectKind.isForetold`.
  public var foresights: [ObjectKey: Foresight] = [:]
  /// Objects that a write was begun for and not seen to end.
  public var uncertain: Set<ObjectKey>
  /// Uids that objects had whose manifests were here before: one that comes back is the same object again.
  public var formerUIDs: [FormerObject: String]
  /// What the target would not take.
  public var refusals: [ObjectKey: Refusal]
  /// Objects that files with errors seem to mean: they stay as they are.
  public var doubts: [ObjectKey: Doubt] = [:]
  /// The parts that owned objects have from Git, beside those that anybody else gave them; nothing where that is not known.
  public var ownParts: [ObjectKey: Set<String>] = [:]
  /// What other environments say of the same target.
  public var neighbours = Neighbours()
  /// Everything that was refused is sent once more, however long it was to wait.
  public var triesRefused = false
  /// Names the server and its version, on which refusals depend.
  public var server: String
  /// Keyed digest of the credentials, on which they depend as well; nil where there are none.
  public var access: Digest?
  /// The server has another version than in the last cycle: it may show everything otherwise, though nobody edited.
  public var isServerChanged: Bool
  public var now: Timestamp
  public var policy: PlanPolicy
  /// Why nothing is wanted, where it is not that the manifests left one by one.
  public var absence: Absence?

  public init(
    desired: [DesiredObject], heldBack: Set<ObjectReference> = [], unreadableFiles: Set<String> = [],
    doubtfulNames: Set<String> = [],
    observed: [ObjectKey: ObservedObject] = [:], inventory: [ObjectKey: InventoryEntry] = [:],
    inspections: [ObjectKey: Inspection] = [:], uncertain: Set<ObjectKey> = [],
    formerUIDs: [FormerObject: String] = [:], refusals: [ObjectKey: Refusal] = [:], server: String = "",
    isServerChanged: Bool = false, now: Timestamp = Timestamp(secondsSinceEpoch: 0),
    policy: PlanPolicy = PlanPolicy(),
    absence: Absence? = nil
  ) {
    self.desired = desired
    self.heldBack = heldBack
    self.unreadableFiles = unreadableFiles
    self.doubtfulNames = doubtfulNames
    self.observed = observed
    self.inventory = inventory
    self.inspections = inspections
    self.uncertain = uncertain
    self.formerUIDs = formerUIDs
    self.refusals = refusals
    self.server = server
    self.isServerChanged = isServerChanged
    self.now = now
    self.policy = policy
    self.absence = absence
  }
}

extension PlanInput {
  /// Parts that an owned object has from somebody else; empty where that is not known.
  func foreignParts(of key: ObjectKey) -> [String] {
    guard let own = ownParts[key], let object = observed[key] else { return [] }
    return object.parts.filter { !own.contains($0) }
  }
}
