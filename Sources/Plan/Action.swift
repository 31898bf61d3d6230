import Base

/// One thing to do to one object, and why.
public struct Action: Sendable {
  /// What is done. All but the last four are writes.
  public enum Verb: String, Hashable, Sendable, CaseIterable {
    case create
    case update
    /// To another folder, in place, with or without a change of content.
    case move
    /// Put back what somebody else changed or deleted.
    case repair
    case delete
    /// It is there already and equal: it becomes ours without a write.
    case adopt
    /// Gone from Git and from the target: the memory of it goes too.
    case forget
    /// The target shows it otherwise than it was written, though nobody wrote: remembered as the new normal.
    case rebaseline
    /// Differs, and by its policy is only told.
    case report

    public var isWrite: Bool {
      switch self {
      case .create, .update, .move, .repair, .delete: true
      case .adopt, .forget, .rebaseline, .report: false
      }
    }
  }

  public let verb: Verb
  public let key: ObjectKey
  public let reference: ObjectReference
  /// Where it is (or, for deletions, was) written.
  public let origin: SourceLocation
  public let title: String
  /// Title of the folder that it lies in afterwards; empty at the top level.
  public let parentTitle: String
  public let parentUID: String
  /// For moves: title of the folder that it lies in now.
  public let formerParentTitle: String?
  /// Why, as a clause without a final full stop.
  public private(set) var reason: String
  public private(set) var changes: [Change]
  /// What the target holds was not written by Sluice: a copy is taken before the write.
  public let keepsCopy: Bool
  /// The version to write upon; nil for what is not there and for kinds without versions.
  public let version: Int?
  public let desiredDigest: Digest?
  /// Digest of what the target shows before the write, where it is known; for deletions what it showed after the last one.
  public let observedDigest: Digest?
  public let marker: String?
  public let isAdopted: Bool
  public let isPruned: Bool
  public let isImplicit: Bool
  /// What has to succeed first, where it is to be done at all: the making of its folder, objects that make room for its
  /// title, data sources that it uses; for the deletion of a folder everything that leaves it. Sorted.
  public private(set) var requires: [ObjectKey]
  /// Uids of parts that it holds and is to give up, and that a later write takes: until then they stay in it.
  public private(set) var handsOver: Set<String> = []
  /// Digest of all that the target's answer to a write depends on: the content, its place, what it needs, the server.
  public internal(set) var circumstances: Digest?
  /// What the target holds is what is wanted.
  public internal(set) var isAsWanted = false
  /// The manifest that the object is from so far, where that is gone: what is remembered of it goes along.
  public internal(set) var former: ObjectReference?
  /// The environment that has given the object up: what that remembers of it beside the target goes along.
  public internal(set) var giver: String?
  /// Whether the object becomes ours by this.
  public internal(set) var takeover = Takeover.none
  /// Stays in the target, and is nobody's there from now on.
  public private(set) var isReleased = false
  /// As `DesiredObject.secretPlaces`.
  public internal(set) var secretPlaces: [String] = []

  public enum Takeover: Hashable, Sendable {
    /// It is ours already, or is not there.
    case none
    case first
    /// A takeover was begun before and cut off: what is there may be what that has written.
    case resumed
  }

  /// It says something to people: all but objects that are as wanted and have only to be remembered anew. Of those, what is
  /// told beside (a type that the workspace has converted, a secret of somebody else) is news.
  public var isNews: Bool { verb != .rebaseline || isAsWanted && !changes.isEmpty }

  /// The same, for an object that stays without being anybody's.
  var releasing: Action {
    var action = self
    action.isReleased = true
    return action
  }

  /// The same, with more that has to succeed first.
  func requiring(_ keys: some Sequence<ObjectKey>) -> Action {
    var copy = self
    copy.requires = Set(requires).union(keys).sorted()
    return copy
  }

  func handingOver(_ part: String) -> Action {
    var copy = self
    copy.handsOver.insert(part)
    return copy
  }

  /// The same in other words: for taking secrets out. Titles stay as they are: they name what Git says.
  public func mapTexts(_ transform: (String) -> String) -> Action {
    var copy = self
    copy.reason = transform(reason)
    copy.changes = changes.map { $0.mapTexts(transform) }
    return copy
  }

  /// The same for a reason that says more.
  func because(_ reason: String) -> Action {
    var copy = self
    copy.reason = reason
    return copy
  }
}
