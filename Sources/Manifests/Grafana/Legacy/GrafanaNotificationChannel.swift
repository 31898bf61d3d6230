import Base
import Documents

/// Kind `GrafanaNotificationChannel` of grafana-operator 4: a channel of Grafana's old alerting (reference
/// grafana-operator.md section 6). Later operators have no such kind.
public struct GrafanaNotificationChannel: ManifestSpec {
  public static let kind = "GrafanaNotificationChannel"
  public static let apiVersions = ["integreatly.org/v1alpha1"]

  public let common: GrafanaCommonSpec
  public let uid: String?
  public let name: String
  public let type: String
  public let isDefault: Bool
  public let isSilentWhenResolved: Bool
  public let sendsReminders: Bool
  /// How often it reminds, as it is written; empty where it is not.
  public let frequency: String
  public let settings: JSONObject
  public let secureSettings: [String: SecretValue]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let channel = document.requiredObject("spec", remedy: "write spec with json") { spec -> ChannelFields? in
      // A label that looks like the name of a file.
      spec.ignore("name")
      if !spec.has("json") { spec.missing("json", remedy: "write the channel's JSON") }
      return spec.text("json").flatMap { ChannelFields($0, spec) }
    }
    guard let channel, let name = channel.name, let type = channel.type else { return nil }
    common = GrafanaCommonSpec(.namespace)
    uid = channel.uid
    self.name = name
    self.type = type
    isDefault = channel.isDefault
    isSilentWhenResolved = channel.isSilentWhenResolved
    sendsReminders = channel.sendsReminders
    frequency = channel.frequency
    settings = channel.settings
    secureSettings = channel.secureSettings
  }

  /// Every secret of the channel, wherever it stands.
  public var secrets: [SecretValue] {
    Array(secureSettings.values)
      + Self.secretSettings.compactMap { settings[$0]?.stringValue.map { SecretValue($0) } }
  }

  /// Settings that hold secrets in clear where they do not stand under `secureSettings` (the notifiers of Grafana 8;
  /// remembered). Names of no type mean something else.
  public static let secretSettings: Set<String> = [
    "token", "apiKey", "apikey", "integrationKey", "password", "basicAuthPassword", "bottoken", "apiToken",
    "userKey",
    "api_secret",
    // Hooks of Slack, Discord, Teams and the like: who has the address may write there.
    "url",
  ]
}

/// The members of the JSON text.
private struct ChannelFields {
  private(set) var uid: String?
  private(set) var name: String?
  private(set) var type: String?
  private(set) var isDefault = false
  private(set) var isSilentWhenResolved = false
  private(set) var sendsReminders = false
  private(set) var frequency = ""
  private(set) var settings = JSONObject()
  private(set) var secureSettings: [String: SecretValue] = [:]

  private let text: ManifestText
  private let spec: FieldReader

  private static let known = [
    "uid", "name", "type", "isDefault", "sendReminder", "frequency", "disableResolveMessage", "settings",
    "secureSettings",
  ]
  /// What servers add, as in exported channels.
  private static let bookkeeping = ["id", "orgId", "created", "updated", "secureFields", "version"]

  init?(_ text: ManifestText, _ spec: FieldReader) {
    self.text = text
    self.spec = spec
    let value: JSON
    do {
      value = try JSONParser.parse(text.text ?? "")
    } catch {
      spec.document.tell(
        .error, code: "invalid-json", at: text.location(error.position).position,
        "spec.json is not JSON: \(error.problem)", remedy: "mend the JSON")
      return nil
    }
    guard let object = value.objectValue else {
      refuse("must be an object, found \(value.typeName)", "write the channel as an object")
      return nil
    }
    for key in object.keys where !Self.known.contains(key) && !Self.bookkeeping.contains(key) {
      refuse(
        "has an unknown member \(key)\(NearestName.suggestion(for: key, among: Self.known))",
        "write one of \(Self.known.joined(separator: ", "))", code: "unknown-field")
    }
    name = required("name", in: object, remedy: "give the channel a name")
    type = required("type", in: object, remedy: "name the type, for example email or slack")
    if let problem = type.flatMap({ ReceiverType.problem($0, isLegacy: true) }) {
      let message = "spec.json has a type that \(problem.message)"
      if problem.severity == .error {
        spec.error("unknown-type", at: "json", message, remedy: problem.remedy)
      } else {
        spec.warning("unknown-type", at: "json", message, remedy: problem.remedy)
      }
    }
    isDefault = flag("isDefault", in: object)
    isSilentWhenResolved = flag("disableResolveMessage", in: object)
    sendsReminders = flag("sendReminder", in: object)
    readUID(object)
    readFrequency(object)
    readSettings(object)
  }

  private mutating func readUID(_ object: JSONObject) {
    guard let text = string("uid", in: object), !text.isEmpty else { return }
    if let problem = GrafanaUID.problem(text) {
      refuse("has a uid that \(problem): \(text)", GrafanaUID.rule, code: "invalid-uid")
    }
    uid = text
  }

  private mutating func readFrequency(_ object: JSONObject) {
    frequency = string("frequency", in: object) ?? ""
    if frequency.isEmpty {
      guard sendsReminders else { return }
      return refuse("sends reminders without a frequency", "add \"frequency\": \"15m\"")
    }
    // Servers answer 500 to another text (reference grafana-http-api.md section 7).
    guard let duration = GoDuration.parse(frequency), duration > .zero else {
      return refuse("has a frequency that is no duration: \(frequency)", "write for example 15m or 1h")
    }
  }

  private mutating func readSettings(_ object: JSONObject) {
    if let value = object["settings"], !value.isNull {
      guard let found = value.objectValue else {
        return refuse("has settings that are no object", "write the settings as an object")
      }
      settings = found
    }
    if let value = object["secureSettings"], !value.isNull {
      guard let found = value.objectValue, found.members.allSatisfy({ $0.value.stringValue != nil }) else {
        return refuse("has secureSettings that are no object of texts", "write each secret as a text")
      }
      for member in found.members {
        secureSettings[member.key] = member.value.stringValue.map { SecretValue($0) }
      }
    }
    if type == "email", (settings["addresses"]?.stringValue ?? "").isEmpty {
      refuse(
        "is of the type email and has no settings.addresses",
        "add the addresses, with semicolons between them")
    }
    tellSecrets()
  }

  private func tellSecrets() {
    let plain = settings.keys.filter { GrafanaNotificationChannel.secretSettings.contains($0) }.map {
      "settings.\($0)"
    }
    let inClear = plain.sorted() + secureSettings.keys.sorted().map { "secureSettings.\($0)" }
    guard !inClear.isEmpty else { return }
    spec.warning(
      "secret-in-git", at: "json", "spec.json stands in Git in clear: \(inClear.joined(separator: ", "))",
      remedy: "write a GrafanaContactPoint with valuesFrom where the workspace has Grafana Alerting")
  }

  // MARK: Members

  private func string(_ member: String, in object: JSONObject) -> String? {
    guard let value = object[member], !value.isNull else { return nil }
    if let text = value.stringValue { return text }
    refuse("has a \(member) that is \(value.typeName)", "write a text")
    return nil
  }

  private func required(_ member: String, in object: JSONObject, remedy: String) -> String? {
    if let text = string(member, in: object), !text.isEmpty { return text }
    if object[member] ?? .null == .null || object[member] == "" {
      refuse("has no \(member)", remedy, code: "missing-field")
    }
    return nil
  }

  private func flag(_ member: String, in object: JSONObject) -> Bool {
    guard let value = object[member], !value.isNull else { return false }
    if let flag = value.boolValue { return flag }
    refuse("has a \(member) that is \(value.typeName)", "write true or false")
    return false
  }

  private func refuse(_ problem: String, _ remedy: String, code: String = "invalid-value") {
    spec.error(code, at: "json", "spec.json \(problem)", remedy: remedy)
  }
}
