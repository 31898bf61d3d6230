import Base

/// What is known of an object that is remembered and there, against what is wanted.
struct Comparison {
  let isInPlace: Bool
  /// Git wants it in another folder than before.
  let isWantedElsewhere: Bool
  /// Git wants another content than before.
  let isWantedOtherwise: Bool
  /// Its content is what Git wants, as far as that is known.
  let isAsWanted: Bool
  /// Its body was read.
  let isRead: Bool
  /// Somebody wrote it since: the content is another, and something shows that it was written.
  let isEdited: Bool
  /// The listing shows that something about it changed.
  let mayBeEdited: Bool
  /// Nothing of what is remembered is out of date.
  let isRemembered: Bool

  init(
    _ object: IdentifiedObject, _ entry: InventoryEntry, _ observed: ObservedObject,
    _ inspection: Inspection?,
    isServerChanged: Bool
  ) {
    let desired = object.desired
    isInPlace =
      !object.key.kind.hasParent || (inspection?.parentUID ?? observed.parentUID) == object.parentUID
    isWantedElsewhere = object.key.kind.hasParent && entry.parentUID != object.parentUID
    isWantedOtherwise = entry.desiredDigest != desired.digest
    isAsWanted = inspection.map { $0.digest == desired.digest } ?? (entry.desiredDigest == desired.digest)
    isRead = inspection != nil
    isEdited =
      inspection.map { Self.isEdited($0, observed, since: entry, isServerChanged: isServerChanged) } ?? false
    mayBeEdited = Self.mayBeEdited(entry, observed)
    let isBodyRemembered =
      inspection.map { inspection in
        inspection.shown == entry.observedDigest
          && (inspection.version == nil || inspection.version == entry.version)
      } ?? true
    isRemembered =
      isBodyRemembered && entry.desiredDigest == desired.digest && entry.parentUID == object.parentUID
      && entry.marker == observed.marker && entry.title == desired.title
      && entry.reference == desired.reference
      && entry.origin == desired.origin && entry.isPruned == desired.isPruned
      && entry.isImplicit == desired.isImplicit
  }

  /// Somebody moved it, Git did not ask for that.
  var wasMovedAway: Bool { !isInPlace && !isWantedElsewhere }

  /// It differs, and Git is not the reason.
  var isDrift: Bool { (isEdited || wasMovedAway) && !isWantedOtherwise && !isWantedElsewhere }

  /// It differs from what was written though nobody wrote: servers rewrite what they are given.
  var isOnlyShownOtherwise: Bool { isRead && !isWantedOtherwise && !isEdited }

  /// Whether the listing says that the object is not as it was.
  static func mayBeEdited(_ entry: InventoryEntry, _ observed: ObservedObject) -> Bool {
    // Servers trim titles.
    entry.marker != observed.marker || entry.title.trimmed != observed.title.trimmed
  }

  /// Version numbers alone do not tell: a data source that is saved without one begins at 1 again, and so does
  /// a dashboard that is deleted and imported.
  private static func isEdited(
    _ inspection: Inspection, _ observed: ObservedObject, since entry: InventoryEntry, isServerChanged: Bool
  ) -> Bool {
    // Of what is as wanted only the digest of that may be known: another memory is lost with the state directory.
    guard inspection.shown != entry.observedDigest, inspection.digest != entry.observedDigest else {
      return false
    }
    // Without version numbers, what another server shows otherwise looks like an edit.
    if inspection.version == nil, isServerChanged {
      return inspection.isIncomplete || inspection.occasion != nil
    }
    guard let version = inspection.version, let known = entry.version, version == known else { return true }
    guard let marker = entry.marker, !isServerChanged else { return false }
    return marker != observed.marker
  }
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
