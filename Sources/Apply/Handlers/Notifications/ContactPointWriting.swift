import Grafana

/// The writes by which a contact point becomes what is wanted, in the order in which the least is lost where one of them is
/// refused (reference grafana-http-api.md section 6.3).
struct ContactPointWriting {
  let session: GrafanaSession
  let point: ContactPoint
  /// As `Action.handsOver`.
  let handsOver: Set<String>

  /// Nothing ends before what replaces it is there: first what stays what it is, then what is new, then what becomes
  /// another type; then what comes from another name, which by then cannot be refused for its content and so goes whole,
  /// without what was given up: policies follow only when nothing is left; and at last what the manifest gave up.
  func run(_ pairing: ReceiverPairing) async throws(GrafanaError) {
    let isAlone = pairing.pairs.count == 1 && pairing.leftBehind.isEmpty
    for pair in pairing.pairs where !pair.changesType {
      if let stored = pair.stored { try await change(pair, stored, isAlone) }
    }
    for pair in pairing.pairs where pair.stored == nil {
      try await session.createReceiver(point.sent(pair, under: point.name), isEditable: point.isEditable)
    }
    for pair in pairing.pairs where pair.changesType {
      if let stored = pair.stored { try await change(pair, stored, isAlone) }
    }
    try await delete(pairing.leftBehind)
    for pair in pairing.pairs {
      if let stored = pair.stored, stored.name != point.name {
        try await put(pair, stored, under: point.name)
      }
    }
    try await delete(pairing.givenUp)
  }

  private func delete(_ receivers: [RemoteReceiver]) async throws(GrafanaError) {
    for receiver in receivers where !handsOver.contains(receiver.uid) {
      try await session.deleteReceiver(receiver.uid)
    }
  }

  /// Writes the content where the receiver is. One that is alone can go to its new name at once.
  private func change(
    _ pair: ReceiverPairing.Pair, _ stored: RemoteReceiver, _ isAlone: Bool
  ) async throws(GrafanaError) {
    if point.isAsWanted(pair, stored) || isAlone && stored.name != point.name { return }
    try await put(pair, stored, under: stored.name)
  }

  private func put(
    _ pair: ReceiverPairing.Pair, _ stored: RemoteReceiver, under name: String
  ) async throws(GrafanaError) {
    try await session.updateReceiver(
      point.sent(pair, under: name), uid: pair.uid, isEditable: point.isEditable,
      isLocked: stored.isLocked)
  }
}
