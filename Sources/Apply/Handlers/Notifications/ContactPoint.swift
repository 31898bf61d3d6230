import Base
import Documents
import Grafana
import Render

/// What a manifest wants under which name.
struct ContactPoint {
  let key: ObjectKey
  let reference: ObjectReference
  /// As `Action.former`.
  let former: ObjectReference?
  let body: DocumentBody
  let receivers: [JSONObject]

  init(_ key: ObjectKey, _ reference: ObjectReference, former: ObjectReference?, _ body: DocumentBody) {
    self.key = key
    self.reference = reference
    self.former = former
    self.body = body
    receivers = (body.model["receivers"]?.arrayValue ?? []).compactMap(\.objectValue)
  }

  var name: String { key.uid }
  var owner: PartOwner { .manifest(reference) }
  var call: String { "write \(key)" }
  var isEditable: Bool { body.isEditable ?? false }

  func pairing(_ stored: [RemoteReceiver], remembered: Set<String>) -> ReceiverPairing {
    ReceiverPairing(
      receivers, of: reference, former: former, name: name, stored: stored, remembered: remembered)
  }

  /// A wanted receiver as it is sent.
  /// - Parameter name: of the contact point that it is to be under.
  func sent(_ pair: ReceiverPairing.Pair, under name: String) -> JSONObject {
    var receiver = pair.wanted
    receiver["uid"] = .string(pair.uid)
    receiver["name"] = .string(name)
    if receiver["disableResolveMessage"] == nil { receiver["disableResolveMessage"] = false }
    return receiver
  }

  /// Nothing that can be seen of the content differs, and nothing is in it that cannot be seen.
  func isAsWanted(_ pair: ReceiverPairing.Pair, _ stored: RemoteReceiver) -> Bool {
    let place = JSONPointer(["receivers", "\(pair.index)"])
    guard !ReceiverForm.hidesSecrets(.object(stored.settings)),
      !body.hiddenPaths.contains(where: { place.isPrefix(of: $0) }), isEditable || stored.isLocked
    else { return false }
    let (wanted, found) = ReceiverForm.compared(pair.wanted, stored, isManifestChanged: true)
    return wanted == found
  }

  /// Whether all that can be seen is as it was written.
  func isShown(by pairing: ReceiverPairing) -> Bool {
    pairing.givenUp.isEmpty
      && pairing.pairs.allSatisfy { pair in
        guard let stored = pair.stored, stored.name == name else { return false }
        let (wanted, found) = ReceiverForm.compared(pair.wanted, stored, isManifestChanged: false)
        return wanted == found
      }
  }

  /// What nobody can put back again.
  func lostSecrets(_ pairing: ReceiverPairing, remembered: Set<String>) -> [Change] {
    let derived =
      ReceiverPairing.derivedUIDs(of: reference) + (former.map { ReceiverPairing.derivedUIDs(of: $0) } ?? [])
    let ours = remembered.union(derived)
    return pairing.pairs.compactMap { pair in
      guard let stored = pair.stored, !ours.contains(pair.uid),
        ReceiverForm.hidesSecrets(.object(stored.settings))
      else { return nil }
      return Change(
        "receiver #\(pair.index + 1) (\(stored.type)): its secrets in the workspace are overwritten for good, no copy can "
          + "hold them")
    }
  }
}
