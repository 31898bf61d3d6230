import Base

/// What becomes of writes of earlier cycles whose end nobody saw, once a cycle has looked at the target again.
public enum InterruptedWrites {
  /// How this cycle's own action on an object ended.
  public enum End: Hashable, Sendable {
    case done
    /// The target said no: it is as it was.
    case refused
    /// Cut off again; the newer intent stands for the older one.
    case unknown
    case notTried
  }

  /// A write that is over.
  public struct Settled: Sendable {
    public let key: ObjectKey
    /// What is to be remembered of the object, beside what this cycle's own action remembers.
    public let entry: InventoryEntry?
  }

  /// - Parameters:
  ///   - keys: objects that an earlier write was begun for.
  ///   - ends: of this cycle's actions.
  ///   - observed: as listed when this cycle began.
  ///   - unlisted: what those listings left out.
  ///   - made: entries that are only known from the intent of a creation.
  /// - Returns: the writes that are over, in the order of their keys. The others stay open: their objects were not
  ///   looked at, since their manifests are held back or suspended, or a guard waits for an answer.
  public static func settled(
    _ keys: Set<ObjectKey>, ends: [ObjectKey: End], observed: [ObjectKey: ObservedObject],
    unlisted: UnlistedObjects = UnlistedObjects(),
    made: [ObjectKey: InventoryEntry]
  ) -> [Settled] {
    keys.sorted().compactMap { key in
      // What was being created and is there is ours, whatever else is not known of it.
      let entry = observed[key] == nil ? nil : made[key]
      return switch ends[key] {
      case .done: Settled(key: key, entry: nil)
      case .refused, .unknown: Settled(key: key, entry: entry)
      case .notTried: nil
      case nil:
        (observed[key] == nil && !unlisted.contains(key)) || entry != nil
          ? Settled(key: key, entry: entry) : nil
      }
    }
  }
}
