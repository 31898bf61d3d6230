import Base

/// Chooses the bodies that have to be read before planning: those of objects that may have changed, and no others.
public enum ReadSelection {
  /// - Parameters:
  ///   - slice: owned objects whose turn it is to be verified though nothing points at them.
  /// - Returns: existing objects, in the order of their keys.
  public static func objects(for input: PlanInput, slice: Set<ObjectKey> = []) -> [IdentifiedObject] {
    IdentityResolver.resolve(input).objects
      .filter { needsReading($0, input: input, slice: slice) }
      .sorted { $0.key < $1.key }
  }

  /// Objects of which more is to be known than the target tells, in the order of their keys.
  public static func foretold(for input: PlanInput) -> [IdentifiedObject] {
    guard input.desired.contains(where: \.kind.isForetold) else { return [] }
    return IdentityResolver.resolve(input).objects.filter {
      $0.key.kind.isForetold && !$0.desired.isSuspended
    }.sorted { $0.key < $1.key }
  }

  private static func needsReading(_ object: IdentifiedObject, input: PlanInput, slice: Set<ObjectKey>)
    -> Bool
  {
    guard !object.desired.isSuspended, let observed = input.observed[object.key] else { return false }
    if input.isOnlyUsed(object) { return false }
    guard let entry = input.inventory[object.key] else { return true }
    // A move writes the whole object, so what stands there has to be known as well.
    return slice.contains(object.key) || input.uncertain.contains(object.key)
      || entry.desiredDigest != object.desired.digest || entry.parentUID != object.parentUID
      || entry.parentUID != observed.parentUID || Comparison.mayBeEdited(entry, observed)
  }
}
