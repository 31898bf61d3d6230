import Base

/// Everything that is known of one object, for `sluice why`.
public struct ObjectStory: Sendable {
  /// The object in one target.
  public struct Presence: Sendable {
    /// For people: the workspace, the output directory, or the API server.
    public let target: String
    public let key: ObjectKey
    public let version: Int?
    /// When Sluice last wrote it; nil where it was taken over and never had to be written.
    public let saved: Timestamp?
    /// It was there before Sluice.
    public let isAdopted: Bool
    /// What is wrong in this target and in no other of the object's; nil where nothing is.
    public let note: String?
    /// The last time that somebody else changed it.
    public let lastDrift: Drift?

    public init(
      target: String, key: ObjectKey, version: Int?, saved: Timestamp?, isAdopted: Bool,
      note: String? = nil, lastDrift: Drift?
    ) {
      self.target = target
      self.key = key
      self.version = version
      self.saved = saved
      self.isAdopted = isAdopted
      self.note = note
      self.lastDrift = lastDrift
    }
  }

  /// A change that did not come from Git.
  public struct Drift: Hashable, Sendable {
    public let at: Timestamp
    /// As a clause: `edited in Grafana by alice`.
    public let what: String

    public init(at: Timestamp, what: String) {
      self.at = at
      self.what = what
    }
  }

  /// Another object that has to be there first.
  public struct Need: Hashable, Sendable {
    /// `folder Platform`.
    public let name: String
    public let isReady: Bool

    public init(_ name: String, isReady: Bool) {
      self.name = name
      self.isReady = isReady
    }
  }

  public let environment: String
  public let reference: ObjectReference
  /// What its manifest was named before, newest first.
  public let earlier: [ObjectReference]
  public let kind: ObjectKind
  public let title: String
  /// Titles of the folders above it, joined by ` / `; empty at the top level.
  public let folder: String
  public let condition: Condition
  /// Where it is (or was) written; nil where that is not known any more.
  public let origin: SourceLocation?
  /// The commit that last changed its file, of those that could be read.
  public let lastChange: RevisionSummary?
  /// How the manifest became the object, as clauses: `content from dashboards/node.json`.
  public let rendering: [String]
  public let presences: [Presence]
  public let needs: [Need]
  public let findings: [Diagnostic]
  /// What happens next, as a clause; nil where there is nothing to do.
  public let next: String?
  /// Its manifest is not in the revision any more.
  public let hasLeft: Bool

  public init(
    environment: String, reference: ObjectReference, earlier: [ObjectReference] = [], kind: ObjectKind,
    title: String, folder: String, condition: Condition, origin: SourceLocation?,
    lastChange: RevisionSummary?, rendering: [String] = [],
    presences: [Presence], needs: [Need] = [], findings: [Diagnostic] = [], next: String? = nil,
    hasLeft: Bool = false
  ) {
    self.environment = environment
    self.reference = reference
    self.earlier = earlier
    self.kind = kind
    self.title = title
    self.folder = folder
    self.condition = condition
    self.origin = origin
    self.lastChange = lastChange
    self.rendering = rendering
    self.presences = presences
    self.needs = needs
    self.findings = findings
    self.next = next
    self.hasLeft = hasLeft || condition.hasLeft
  }
}
