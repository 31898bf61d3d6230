import Base
import Plan
import Render

/// A place that is kept converged: a workspace, or a directory of agent configurations.
public protocol Target: Sendable {
  /// Reads one object and compares it with what is wanted.
  func inspect(_ subject: InspectionSubject) async throws(TargetFailure) -> Inspection

  /// What is known of writing an object before the target is asked, for the kinds that tell (`ObjectKind.isForetold`).
  func foresee(_ subject: ForesightSubject) async throws(TargetFailure) -> Foresight

  /// Does what an action that writes says.
  /// - Parameter body: the whole content; nil for deletions.
  func perform(_ action: Action, body: DesiredBody?, origin: ChangeOrigin) async throws(TargetFailure)
    -> Written

  /// Takes note of an object that is ours from now on, or still, without a write.
  /// - Parameter body: makes the whole content.
  func adopt(
    _ action: Action, body: @Sendable () async throws(TargetFailure) -> DesiredBody?
  ) async throws(TargetFailure)

  /// Takes note that an object is not ours any more and stays all the same.
  func release(_ key: ObjectKey) async throws(TargetFailure)

  /// What the objects that were just written look like in the listings, so that the next cycle knows them again.
  func settle(_ written: [ObjectKey: Written]) async throws(TargetFailure) -> [ObjectKey: String]

  /// Whether an object is there although no listing shows it: listings leave out what a token may not see.
  func isHidden(_ key: ObjectKey) async throws(TargetFailure) -> Bool

  /// What shows an object that is to be deleted, and would lack it afterwards.
  func users(of key: ObjectKey) async throws(TargetFailure) -> [ObjectKey]

  /// How many actions on objects of one kind may run at once.
  func parallelWrites(_ kind: ObjectKind) -> Int
}

extension Target {
  public func foresee(_ subject: ForesightSubject) async throws(TargetFailure) -> Foresight { Foresight() }

  public func adopt(
    _ action: Action, body: @Sendable () async throws(TargetFailure) -> DesiredBody?
  ) async throws(TargetFailure) {}

  public func release(_ key: ObjectKey) async throws(TargetFailure) {}

  public func users(of key: ObjectKey) async throws(TargetFailure) -> [ObjectKey] { [] }
}

/// An object that is to be read.
public struct InspectionSubject: Sendable {
  public let key: ObjectKey
  public let desired: DesiredObject
  public let body: DesiredBody
  public let observed: ObservedObject
  public let entry: InventoryEntry?
  /// As `Action.former`.
  public let former: ObjectReference?
  /// As `Action.giver`.
  public let giver: String?

  public init(
    key: ObjectKey, desired: DesiredObject, body: DesiredBody, observed: ObservedObject,
    entry: InventoryEntry?, former: ObjectReference? = nil, giver: String? = nil
  ) {
    self.key = key
    self.desired = desired
    self.body = body
    self.observed = observed
    self.entry = entry
    self.former = former
    self.giver = giver
  }
}

/// An object of a kind of which more is to be known than the target tells.
public struct ForesightSubject: Sendable {
  public let key: ObjectKey
  public let reference: ObjectReference
  public let body: DesiredBody
  /// As `Action.giver`.
  public let giver: String?

  public init(key: ObjectKey, reference: ObjectReference, body: DesiredBody, giver: String? = nil) {
    self.key = key
    self.reference = reference
    self.body = body
    self.giver = giver
  }
}

/// The commit that a change comes from, for version histories.
public struct ChangeOrigin: Hashable, Sendable {
  /// In full.
  public let commit: String
  public let author: String
  public let subject: String

  public init(commit: String, author: String, subject: String) {
    self.commit = commit
    self.author = author
    self.subject = subject
  }
}

/// What a write brought about.
public struct Written: Hashable, Sendable {
  /// Digest of the content as the target is known to give it back.
  public let digest: Digest
  public let version: Int?

  public init(digest: Digest, version: Int? = nil) {
    self.digest = digest
    self.version = version
  }
}

/// Why something could not be done in a target.
public struct TargetFailure: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The same content would be refused again.
    case refused
    /// It may work with the next cycle.
    case passing
    /// Nothing more can be done in this target in this cycle.
    case ended
  }

  public let kind: Kind
  /// What a refusal had to do with.
  public let cause: Refusal.Cause
  /// One sentence without a final full stop. Secrets have been taken out.
  public let message: String
  public let remedy: String?
  /// A part of what was to be written stands in the target, and is ours.
  public internal(set) var leavesPart = false

  public init(_ kind: Kind, cause: Refusal.Cause = .content, _ message: String, remedy: String? = nil) {
    self.kind = kind
    self.cause = cause
    self.message = message
    self.remedy = remedy
  }
}

/// Something that a target held and Sluice did not write, kept before it is overwritten or deleted.
public struct ObjectCopy: Sendable {
  public let key: ObjectKey
  public let title: String
  public let parentUID: String
  /// The object as the target gave it, JSON for workspaces.
  public let content: [UInt8]
  /// Why it was kept.
  public let reason: String
  /// The target's number of the state, where all of the state has that number: it tells whether the state is one that was
  /// written from Git. Nil for other kinds, and for what somebody else has made.
  public let version: Int?

  /// The content may hold secrets and is kept out of the database.
  public var isSecret: Bool { key.kind.holdsSecrets }

  public init(
    key: ObjectKey, title: String, parentUID: String, content: [UInt8], reason: String, version: Int? = nil
  ) {
    self.version = version
    self.key = key
    self.title = title
    self.parentUID = parentUID
    self.content = content
    self.reason = reason
  }
}

/// Keeps copies. A write that needs one does not happen when it cannot be kept.
public protocol CopyKeeper: Sendable {
  func keep(_ copy: ObjectCopy) async throws(TargetFailure)

  /// The title in the newest copy of an object; nil where none is kept.
  func newestTitle(of key: ObjectKey) async throws(TargetFailure) -> String?
}
