import Base
import Documents

/// Checks the settings of a data source that signs its requests for AWS: what the plugin would refuse or ignore later,
/// in the workspace, where nobody looks. A pure function of the manifest.
///
/// An error is what cannot work, or a key that the plugin does not see; a warning is what has no effect.
struct AWSDatasourceCheck {
  let plugin: AWSPlugin
  let settings: DatasourceSettings
  /// By the plugin's own spelling of the keys; those written in another case too, where the plugin reads them.
  private(set) var data: [String: JSON] = [:]
  /// Keys that stand there misspelt: that they are missing is not told a second time.
  private(set) var misspelt: Set<String> = []
  private(set) var findings: [DatasourceFinding] = []

  /// Everything that is wrong, in the order of the rules.
  static func findings(in settings: DatasourceSettings) -> [DatasourceFinding] {
    guard let plugin = AWSPlugin(rawValue: settings.type) else { return misspeltType(settings) }
    var check = AWSDatasourceCheck(plugin: plugin, settings: settings)
    check.run()
    return check.findings
  }

  private init(plugin: AWSPlugin, settings: DatasourceSettings) {
    self.plugin = plugin
    self.settings = settings
  }

  private mutating func run() {
    readKeys()
    checkTypes()
    checkSecretNames()
    if settings.model["access"]?.stringValue == "direct", isSigning {
      error("access", "access is direct, but only the server can sign for AWS", remedy: "write access: proxy")
    }
    switch plugin.signing {
    case .sigV4: checkSigV4()
    case .sdk: checkSDK()
    }
    checkPlugin()
  }

  // MARK: Keys

  private mutating func readKeys() {
    let known = plugin.keys
    let exact = settings.data.members.filter { known[$0.key] != nil }
    for member in exact where !member.value.isNull { data[member.key] = member.value }
    for member in settings.data.members where known[member.key] == nil {
      if let key = known.keys.first(where: { $0.lowercased() == member.key.lowercased() }) {
        readInOtherCase(member, meant: key)
      } else if let key = Self.misspelt(member.key, among: known.keys.sorted()) {
        misspelt.insert(key)
        error(
          "jsonData.\(member.key)", code: "unknown-field",
          "jsonData: unknown key \(member.key), did you mean \(key)?", remedy: "write \(key)")
      }
    }
  }

  private mutating func readInOtherCase(_ member: JSONObject.Member, meant key: String) {
    guard plugin.distinguishesCase || data[key] != nil else {
      if !member.value.isNull { data[key] = member.value }
      return warn(
        "jsonData.\(member.key)",
        "jsonData.\(member.key) is found by the plugin, but its settings page looks for \(key)",
        remedy: "write \(key)")
    }
    misspelt.insert(key)
    error(
      "jsonData.\(member.key)", code: "unknown-field",
      "jsonData: unknown key \(member.key), did you mean \(key)?", remedy: "write \(key)")
  }

  /// A name so near that it can only be a slip. Far stricter than for fields of manifests, since plugins have more keys
  /// than are listed here.
  private static func misspelt(_ name: String, among known: [String]) -> String? {
    NearestName.find(name, among: known, atMost: name.utf8.count < 8 ? 1 : 2)
  }

  private mutating func checkTypes() {
    for (key, type) in plugin.keys.sorted(by: { $0.key < $1.key }) {
      guard let value = data[key], let expected = Self.mismatch(value, type) else { continue }
      data[key] = nil
      misspelt.insert(key)
      let isUnquoted = type == .text && value.objectValue == nil && value.arrayValue == nil
      error(
        "jsonData.\(key)", code: "wrong-type",
        "jsonData.\(key) must be \(expected), found \(value.typeName)",
        remedy: isUnquoted ? "write the value in quotes" : "write \(expected) here")
    }
  }

  private static func mismatch(_ value: JSON, _ type: AWSPlugin.ValueType) -> String? {
    switch (type, value) {
    case (.any, _), (.text, .string), (.flag, .bool), (.number, .number), (.list, .array), (.object, .object):
      nil
    case (.text, _): "a string"
    case (.flag, _): "true or false"
    case (.number, _): "a number"
    case (.list, _): "a list"
    case (.object, _): "a mapping"
    }
  }

  private mutating func checkSecretNames() {
    for name in settings.secrets.sorted() where !plugin.secrets.contains(name) {
      guard let meant = Self.misspelt(name, among: plugin.secrets) else { continue }
      error(
        "secureJsonData.\(name)", code: "unknown-field",
        "secureJsonData: unknown key \(name), did you mean \(meant)?", remedy: "write \(meant)")
    }
  }

  private static func misspeltType(_ settings: DatasourceSettings) -> [DatasourceFinding] {
    guard let type = misspelt(settings.type, among: AWSPlugin.allCases.map(\.rawValue)) else { return [] }
    return [
      DatasourceFinding(
        severity: .warning, code: "unknown-plugin", path: "type",
        message: "type \(settings.type) is no plugin that Sluice knows, did you mean \(type)?",
        remedy: "every Grafana server takes any type and then finds no plugin for it")
    ]
  }
}

// MARK: What the rules ask and say

extension AWSDatasourceCheck {
  /// Whether the data source signs for AWS at all.
  var isSigning: Bool { !plugin.signsOnlyWhenAsked || flag("sigV4Auth") }

  func flag(_ key: String) -> Bool { data[key]?.boolValue ?? false }

  /// A text that is written, not empty, and not filled in from elsewhere.
  func text(_ key: String) -> String? {
    guard let text = data[key]?.stringValue, !text.isEmpty, !settings.isFilledIn("jsonData.\(key)", text)
    else {
      return nil
    }
    return text
  }

  /// Whether the key has a value, be it one that is filled in later.
  func has(_ key: String) -> Bool {
    if settings.isTarget("jsonData.\(key)") || misspelt.contains(key) { return true }
    if let text = data[key]?.stringValue { return !text.isEmpty }
    return data[key] != nil
  }

  /// Tells that a key is needed.
  mutating func require(_ key: String, because reason: String = "", example: String) {
    guard !has(key) else { return }
    error(
      "jsonData.\(key)", code: "missing-field",
      "jsonData.\(key) is missing" + (reason.isEmpty ? "" : " " + reason), remedy: "add \(key), \(example)")
  }

  /// Tells that a key is of no use.
  mutating func noEffect(_ key: String, because reason: String, remedy: String? = nil) {
    guard has(key), !misspelt.contains(key) else { return }
    warn("jsonData.\(key)", "jsonData.\(key) has no effect: \(reason)", remedy: remedy ?? "remove it")
  }

  /// Tells a text that is none of the choices.
  mutating func choose(_ key: String, among choices: [String], also silent: [String] = []) {
    guard let text = text(key), !choices.contains(text), !silent.contains(text) else { return }
    error(
      "jsonData.\(key)", "jsonData.\(key) is \(text)\(NearestName.suggestion(for: text, among: choices))",
      remedy: "write one of \(choices.joined(separator: ", "))")
  }

  mutating func checkRegion(_ key: String) {
    guard let text = text(key), !AWSRegion.isWellFormed(text) else { return }
    let meant = AWSRegion.suggestion(for: text).map { ", did you mean \($0)?" } ?? ""
    error(
      "jsonData.\(key)", "jsonData.\(key) is no AWS region: \(text)\(meant)",
      remedy: "write its name, for example eu-west-1")
  }

  mutating func checkRole(_ key: String) {
    guard let text = text(key), AWSResourceName(text)?.isRole != true else { return }
    error(
      "jsonData.\(key)", "jsonData.\(key) is not the ARN of an IAM role: \(text)",
      remedy: "write for example arn:aws:iam::123456789012:role/grafana")
  }

  mutating func error(
    _ path: String, code: String = "invalid-value", _ message: String, remedy: String
  ) {
    findings.append(
      DatasourceFinding(severity: .error, code: code, path: path, message: message, remedy: remedy))
  }

  mutating func warn(
    _ path: String, code: String = "no-effect", _ message: String, remedy: String? = nil
  ) {
    findings.append(
      DatasourceFinding(severity: .warning, code: code, path: path, message: message, remedy: remedy))
  }
}
