internal import Base
internal import Documents

/// A channel as a client sends it.
struct NotificationChannelBody {
  let uid: String
  let name: String
  let type: String
  private let object: JSONObject

  init(_ object: JSONObject, needsSettings: Bool) throws(Refusal) {
    self.object = object
    uid = object.text("uid")
    name = object.text("name")
    type = object.text("type")
    guard !name.isEmpty, !type.isEmpty, !needsSettings || object["settings"]?.objectValue != nil else {
      throw Refusal.badRequest
    }
  }

  /// The channel that this makes.
  /// - Parameters:
  ///   - old: what it replaces. Its secrets stay where the client sends others only.
  ///   - failure: what is said where no reason is given.
  func channel(
    id: Int, uid: String, over old: NotificationChannel?, failure: Refusal
  ) throws(Refusal) -> NotificationChannel {
    guard uid.utf8.count <= ObjectUID.limit else {
      throw Self.invalid("Invalid UID: Must be 40 characters or less")
    }
    var secrets: [String: SecretValue] = [:]
    for member in object["secureSettings"]?.objectValue?.members ?? [] {
      if let text = member.value.stringValue { secrets[member.key] = SecretValue(text) }
    }
    if !secrets.isEmpty { secrets = (old?.secrets ?? [:]).merging(secrets) { $1 } }
    let settings = object["settings"]?.objectValue ?? JSONObject()
    guard let type = NotifierCatalogue.legacy.type(type) else { throw failure }
    var revealed = settings
    for (key, secret) in secrets where revealed[key] == nil { revealed[key] = JSON(secret.revealed) }
    if let problem = type.problem(of: revealed) { throw Self.invalid(problem) }
    let now = Moment.now
    return NotificationChannel(
      id: id, uid: uid, name: name, type: type.type, isDefault: object.flag("isDefault"),
      sendsReminder: object.flag("sendReminder"),
      disablesResolveMessage: object.flag("disableResolveMessage"),
      frequency: try frequency(failure), settings: settings, secrets: secrets, created: old?.created ?? now,
      updated: now)
  }

  /// A reminder needs a frequency; without one the text is not looked at.
  private func frequency(_ failure: Refusal) throws(Refusal) -> Int {
    guard object.flag("sendReminder") else { return 0 }
    guard let duration = GoDuration.parse(object.text("frequency")) else { throw failure }
    let (seconds, attoseconds) = duration.components
    guard seconds > 0 || attoseconds > 0, seconds < 1 << 32 else { throw failure }
    return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }

  /// The texts begin with a capital letter here [10.1 legacy_notifications: create-bad-settings].
  private static func invalid(_ problem: String) -> Refusal {
    .failed(400, "alert validation error: " + problem.prefix(1).uppercased() + problem.dropFirst())
  }
}
