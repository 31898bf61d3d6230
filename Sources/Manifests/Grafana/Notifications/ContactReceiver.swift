import Base
import Documents

/// One receiver of a contact point. Types and settings are the server's business: there are two dialects of some, and new
/// ones with every version (reference grafana-http-api.md section 6.3).
public struct ContactReceiver: Sendable {
  /// A value that a setting is set to.
  public struct Value: Sendable {
    /// As it is written: names with points between them.
    public let targetPath: String
    /// The place below the settings.
    public let pointer: JSONPointer
    public let source: ValueSource
    public let origin: SourceLocation
  }

  /// Nil where the manifest does not give one.
  public let uid: String?
  public let type: String
  public let isSilentWhenResolved: Bool
  public let settings: JSONObject
  public let values: [Value]
  public let origin: SourceLocation
}

extension ContactReceiver {
  /// The most values that grafana-operator takes for one receiver.
  private static let mostValues = 99

  init?(_ fields: FieldReader) {
    origin = fields.document.location(fields.node.position)
    uid = fields.uid("uid")
    let type = fields.requiredString("type", remedy: "name the type, for example email or slack")
    isSilentWhenResolved = fields.bool("disableResolveMessage") ?? false
    values = fields.objects("valuesFrom") { Value($0) } ?? []
    if values.count > Self.mostValues {
      fields.error(
        "invalid-value", at: "valuesFrom",
        "\(fields.qualified("valuesFrom")) has more than \(Self.mostValues) entries",
        remedy: "write fewer values")
    }
    if !fields.has("settings") {
      fields.missing("settings", remedy: "write the settings of the type, or {} where values fill them all")
    }
    let settings = fields.json("settings")
    if let settings, settings.objectValue == nil {
      fields.error(
        "wrong-type", at: "settings",
        "\(fields.qualified("settings")) must be a mapping, found \(settings.typeName)",
        remedy: "write the settings as name: value")
    }
    if let problem = type.flatMap({ ReceiverType.problem($0) }) {
      fields.document.tell(
        problem.severity, code: "unknown-type", at: fields.position("type"),
        "\(fields.qualified("type")) \(problem.message)", remedy: problem.remedy)
    }
    guard let type, let settings = settings?.objectValue else { return nil }
    self.type = type
    self.settings = settings
  }
}

extension ContactReceiver.Value {
  init?(_ fields: FieldReader) {
    let path = fields.requiredString("targetPath", remedy: "write a path below settings, such as token")
    let source = fields.requiredObject("valueFrom", remedy: "write secretKeyRef or configMapKeyRef") {
      ValueSource($0)
    }
    guard let path, let source else { return nil }
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }) else {
      fields.error(
        "invalid-value", at: "targetPath", "\(fields.qualified("targetPath")) has an empty name: \(path)",
        remedy: "write names with points between them, such as sigv4.secret_key")
      return nil
    }
    if names.count > 1, names[0] == "settings" {
      fields.error(
        "invalid-value", at: "targetPath", "\(fields.qualified("targetPath")) begins with settings.",
        remedy: "paths begin below settings: \(names.dropFirst().joined(separator: "."))")
    }
    self.init(
      targetPath: path, pointer: JSONPointer(names), source: source,
      origin: fields.document.location(fields.position("targetPath")))
  }
}
