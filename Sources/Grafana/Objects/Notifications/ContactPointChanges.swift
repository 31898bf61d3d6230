import Base
import Documents

/// Tells what changes in a contact point by its receivers.
public enum ContactPointChanges {
  /// Settings that nobody keeps a secret in. Of all others no value is shown: a server does not know every secret (`url` of
  /// Discord is shown up to 10), nor does a manifest that has just given one up.
  private static let openSettings: Set<String> = [
    "addresses", "singleEmail", "subject", "message", "title", "text", "body", "recipient", "channel",
    "username",
    "httpMethod", "maxAlerts", "severity", "class", "component", "group", "chatid", "topic", "topic_arn",
    "region",
    "mentionUsers", "mentionGroups", "mentionChannel", "priority", "sound", "description", "parse_mode",
  ]

  /// - Parameter hiddenPaths: places in the wanted model that hold a Secret's value.
  public static func describe(
    _ pairing: ReceiverPairing, name: String, isManifestChanged: Bool, hiddenPaths: Set<JSONPointer>
  ) -> [Change] {
    var changes: [Change] = []
    for (index, pair) in pairing.pairs.enumerated() {
      let receiver = "receiver #\(index + 1) (\(pair.wanted["type"]?.stringValue ?? "of no type"))"
      guard let stored = pair.stored else {
        changes.append(Change("\(receiver) added"))
        continue
      }
      if stored.name != name { changes.append(Change("\(receiver) comes from \"\(stored.name)\"")) }
      let (one, other) = ReceiverForm.compared(pair.wanted, stored, isManifestChanged: isManifestChanged)
      let root = JSONPointer(["receivers", "\(index)"])
      changes += JSONDifference.between(other, one).map { difference in
        let place = JSONPointer(root.tokens + difference.pointer.tokens)
        let isHidden = hiddenPaths.contains { $0.isPrefix(of: place) || place.isPrefix(of: $0) }
        return change(receiver, difference, isHidden: isHidden)
      }
    }
    return changes + pairing.givenUp.map { Change("receiver \($0.uid) (\($0.type)) removed") }
  }

  private static func change(_ receiver: String, _ difference: JSONDifference, isHidden: Bool) -> Change {
    let tokens = difference.pointer.tokens
    let title = "\(receiver): " + tokens.drop { $0 == "settings" }.joined(separator: ".")
    if !isHidden, tokens.first != "settings" || openSettings.contains(tokens.last ?? "") {
      return ChangeText.change(title, difference)
    }
    return Change(difference.kind == .changed ? "\(title) (changed)" : "\(title) \(difference.kind.rawValue)")
  }
}
