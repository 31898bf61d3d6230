import Base
import Documents

/// Finds out which stored receiver each wanted one is, and whose the others are.
public struct ReceiverPairing: Sendable {
  public struct Pair: Sendable {
    public let uid: String
    public let wanted: JSONObject
    /// Under whatever contact point; nil where it is to be made.
    public let stored: RemoteReceiver?
  }

  /// In the order of the manifest.
  public let pairs: [Pair]
  /// Came from this manifest and are wanted no more.
  public let givenUp: [RemoteReceiver]
  /// Of the same contact point, and not from Git.
  public let foreign: [RemoteReceiver]

  /// - Parameters:
  ///   - wanted: the receivers of the manifest, with uids where it gives them.
  ///   - name: of the contact point.
  ///   - stored: all receivers of the workspace.
  ///   - remembered: uids of receivers that are known to have come from this manifest; empty where nothing is known: then
  ///     those of the same contact point, type and order are taken for them.
  public init(
    _ wanted: [JSONObject], of reference: ObjectReference, name: String, stored: [RemoteReceiver],
    remembered: Set<String>
  ) {
    let derived = (0..<Self.mostReceivers).map { Self.derivedUID(of: reference, at: $0) }
    let ours = remembered.union(derived)
    let byUID = Dictionary(
      stored.filter { !$0.uid.isEmpty }.map { ($0.uid, $0) }, uniquingKeysWith: { first, _ in first })
    var uids = wanted.map { $0["uid"]?.stringValue }
    var taken = Set(uids.compactMap { $0 })
    func take(_ uid: String, for index: Int) {
      uids[index] = uid
      taken.insert(uid)
    }
    for index in wanted.indices where uids[index] == nil {
      let uid = derived[min(index, derived.count - 1)]
      if byUID[uid] != nil, !taken.contains(uid) { take(uid, for: index) }
    }
    let candidates = stored.filter {
      !$0.uid.isEmpty && (ours.contains($0.uid) || remembered.isEmpty && $0.name == name)
    }
    // Equal ones first, so that nothing is written that is only listed in another order.
    for asksContent in [true, false] {
      for index in wanted.indices where uids[index] == nil {
        let found = candidates.first { candidate in
          !taken.contains(candidate.uid) && Self.isSame(wanted[index], candidate, asksContent: asksContent)
        }
        if let found { take(found.uid, for: index) }
      }
    }
    for index in wanted.indices where uids[index] == nil {
      // A uid that somebody else gave to a receiver of another contact point would be taken from it.
      take(derived[min(index, derived.count - 1)], for: index)
    }
    let final = uids.compactMap { $0 }
    pairs = zip(wanted, final).map { Pair(uid: $1, wanted: $0, stored: byUID[$1]) }
    let rest = stored.filter { $0.name == name && !taken.contains($0.uid) }
    givenUp = rest.filter { ours.contains($0.uid) }
    foreign = rest.filter { !ours.contains($0.uid) }
  }

  /// The uid of a receiver that has none in its manifest: the same after the memory was lost.
  public static func derivedUID(of reference: ObjectReference, at index: Int) -> String {
    String(Digest(of: "\(reference.path)/receivers/\(index)").description.prefix(40))
  }

  /// The most that a manifest may have.
  private static let mostReceivers = 99

  private static func isSame(
    _ wanted: JSONObject, _ stored: RemoteReceiver, asksContent: Bool
  ) -> Bool {
    guard wanted["type"]?.stringValue?.lowercased() == stored.type.lowercased() else { return false }
    guard asksContent else { return true }
    let (one, other) = ReceiverForm.compared(wanted, stored, isManifestChanged: false)
    return one == other
  }
}
