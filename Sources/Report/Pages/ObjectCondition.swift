import Base

extension ObjectStory {
  /// How the object stands.
  public enum Condition: Hashable, Sendable {
    case asCommitted
    /// Its manifest cannot be applied; what is wrong is in `findings`.
    case heldBack
    /// Nothing is wrong with its manifest, but something that it refers to is not there; what it is is in `findings`.
    case lacking(What)
    /// The file of its manifest cannot be read.
    case unreadable(reason: String)
    /// Other manifests of the repository are in its way.
    case rivalled(reason: String)
    /// Something in its target stands in its way; what it is is in `findings`.
    case obstructed
    /// The target did not take it.
    case failed(reason: String)
    /// The target holds something else than Git wants.
    case different(reason: String)
    /// Nothing could be done in its target, so that nobody knows.
    case unknown(since: Timestamp, reason: String)
    /// The revision as a whole cannot be rendered, or the object has left it and cannot be deleted: it stays as it is.
    case leftAlone(reason: String)
    /// It has left Git, and a guard asks before it is deleted.
    case waiting(reason: String)
    /// It is in Git and not yet in the target.
    case notApplied
    case suspended
    /// It was deleted after it had left Git.
    case removed
    /// It is no longer looked after: it was gone, or stays for another.
    case released(reason: String)
    /// It was deleted, and somebody put a copy back since.
    case restored(at: Timestamp)

    /// What may be missing beside the repository.
    public enum What: Hashable, Sendable {
      case value, content
    }

    /// For programs.
    var name: String {
      switch self {
      case .asCommitted: "as committed"
      case .heldBack, .lacking, .unreadable, .rivalled, .obstructed: "held back"
      case .failed: "failed"
      case .different: "different"
      case .unknown: "unknown"
      case .leftAlone: "left alone"
      case .waiting: "waiting"
      case .notApplied: "not applied"
      case .suspended: "suspended"
      case .removed: "removed"
      case .released: "released"
      case .restored: "restored"
      }
    }

    var reason: String? {
      switch self {
      case .unreadable(let reason), .rivalled(let reason), .failed(let reason), .different(let reason),
        .unknown(_, let reason), .leftAlone(let reason), .waiting(let reason),
        .released(let reason):
        reason
      case .asCommitted, .heldBack, .lacking, .obstructed, .notApplied, .suspended, .removed, .restored: nil
      }
    }

    /// Since when it is so, where that is known.
    var since: Timestamp? {
      switch self {
      case .unknown(let since, _), .restored(let since): since
      default: nil
      }
    }

    /// Its manifest is not in the revision any more.
    var hasLeft: Bool {
      switch self {
      case .waiting, .removed, .released, .restored: true
      default: false
      }
    }
  }
}
