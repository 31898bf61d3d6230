import Base
import Documents

/// Finds out which stored receiver each wanted one is, and whose the others are.
public struct ReceiverPairing: Sendable {
  public struct Pair: Sendable {
    public let uid: String
    public let wanted: JSONObject
    /// Its place in the manifest.
    public let index: Int
    /// Under whatever contact point; nil where it is to be made.
    public let stored: RemoteReceiver?

    /// The stored one becomes another kind of receiver, and ends as what it is.
    public var changesType: Bool {
      stored.map { !ReceiverPairing.isSameType(wanted, $0) } ?? false
    }
  }

  /// In the order of the manifest.
  public let pairs: [Pair]
  /// Came from this manifest and are wanted no more.
  public let givenUp: [RemoteReceiver]
  /// Came from this manifest, are wanted no more, and stand under the name that the others leave.
  public let leftBehind: [RemoteReceiver]
  /// Of the same contact point, and not from Git.
  public let foreign: [RemoteReceiver]

  /// - Parameters:
  ///   - wanted: the receivers of the manifest, with uids where it gives them.
  ///   - former: the manifest that the contact point was from before, where that is gone.
  ///   - name: of the contact point.
  ///   - stored: all receivers of the workspace.
  ///   - remembered: uids of receivers that are known to have come from these manifests; empty where nothing is known: then
  ///     those of the same contact point, type and order are taken for them.
  public init(
    _ wanted: [JSONObject], of reference: ObjectReference, former: ObjectReference? = nil, name: String,
    stored: [RemoteReceiver], remembered: Set<String>
  ) {
    let places = Self.derivedUIDs(of: reference)
    let ours = remembered.union(places).union(former.map { Self.derivedUIDs(of: $0) } ?? [])
    let byUID = Dictionary(
      stored.filter { !$0.uid.isEmpty }.map { ($0.uid, $0) }, uniquingKeysWith: { first, _ in first })
    var uids = wanted.map { $0["uid"]?.stringValue }
    var taken = Set(uids.compactMap { $0 })
    func take(_ uid: String, for index: Int) {
      uids[index] = uid
      taken.insert(uid)
    }
    let known = stored.filter { ours.contains($0.uid) }
    let likely = stored.filter { !$0.uid.isEmpty && remembered.isEmpty && $0.name == name }
    // What is equal stays what it is, however the list is ordered; then nothing becomes another type while it can be had
    // without. Among several the one of the same place comes first: secrets do not tell them apart.
    for candidates in [known, likely] {
      for isFitting in [Self.isSameContent, Self.isSameType] {
        for index in wanted.indices where uids[index] == nil {
          let fitting = candidates.filter { !taken.contains($0.uid) && isFitting(wanted[index], $0) }
          let found = fitting.first { $0.uid == places[min(index, places.count - 1)] } ?? fitting.first
          if let found { take(found.uid, for: index) }
        }
      }
    }
    for index in wanted.indices where uids[index] == nil {
      let uid = places[min(index, places.count - 1)]
      if byUID[uid] != nil, !taken.contains(uid) { take(uid, for: index) }
    }
    for index in wanted.indices where uids[index] == nil {
      // The uid of its own place may belong to a receiver that has moved to another one.
      let free = places[min(index, places.count - 1)...].first { byUID[$0] == nil && !taken.contains($0) }
      take(free ?? places.first { byUID[$0] == nil && !taken.contains($0) } ?? places[0], for: index)
    }
    pairs = wanted.indices.map { index in
      let uid = uids[index] ?? ""
      return Pair(uid: uid, wanted: wanted[index], index: index, stored: byUID[uid])
    }
    let formerNames = Set(
      pairs.compactMap(\.stored).filter { $0.name != name && ours.contains($0.uid) }.map(\.name))
    leftBehind = stored.filter {
      formerNames.contains($0.name) && !taken.contains($0.uid) && ours.contains($0.uid)
    }
    let rest = stored.filter { $0.name == name && !taken.contains($0.uid) }
    givenUp = rest.filter { ours.contains($0.uid) }
    foreign = rest.filter { !ours.contains($0.uid) }
  }

  /// The uid of a receiver that has none in its manifest: the same after the memory was lost.
  public static func derivedUID(of reference: ObjectReference, at index: Int) -> String {
    String(Digest(of: "\(reference.path)/receivers/\(index)").description.prefix(40))
  }

  /// All uids that receivers of a manifest get. Twice as many as it may have receivers: one that is new cannot have the
  /// uid of its place while another one has it.
  public static func derivedUIDs(of reference: ObjectReference) -> [String] {
    (0..<2 * mostReceivers).map { derivedUID(of: reference, at: $0) }
  }

  /// The most that a manifest may have.
  private static let mostReceivers = 99

  /// Digest of what the workspace shows of our receivers, whatever is wanted of them. No secret is in it.
  public var shown: Digest {
    let ours = (pairs.compactMap(\.stored) + givenUp).sorted { $0.uid < $1.uid }
    return JSON.array(ours.map { .array([.string($0.uid), ReceiverForm.normal($0)]) }).digest
  }

  /// Whether somebody else saved one of the receivers that are going to be written or deleted.
  /// - Parameter before: all receivers before the first write. What is as wanted may have come from a write of ours.
  public func isSavedByOthers(since before: [RemoteReceiver]) -> Bool {
    let rows = Dictionary(before.map { ($0.uid, $0.row) }, uniquingKeysWith: { first, _ in first })
    return givenUp.contains { rows[$0.uid] != $0.row }
      || pairs.contains { pair in
        guard let stored = pair.stored, rows[pair.uid] != stored.row else { return false }
        let (wanted, found) = ReceiverForm.compared(pair.wanted, stored, isManifestChanged: false)
        return wanted != found
      }
  }

  private static func isSameType(_ wanted: JSONObject, _ stored: RemoteReceiver) -> Bool {
    wanted["type"]?.stringValue?.lowercased() == stored.type.lowercased()
  }

  private static func isSameContent(_ wanted: JSONObject, _ stored: RemoteReceiver) -> Bool {
    guard isSameType(wanted, stored) else { return false }
    let (one, other) = ReceiverForm.compared(wanted, stored, isManifestChanged: false)
    return one == other
  }
}
