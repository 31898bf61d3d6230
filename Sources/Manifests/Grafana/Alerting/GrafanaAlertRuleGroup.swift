import Base
import Documents

/// Kind `GrafanaAlertRuleGroup`.
public struct GrafanaAlertRuleGroup: ManifestSpec {
  public static let kind = "GrafanaAlertRuleGroup"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let common: GrafanaCommonSpec
  public let name: String
  public let folder: FolderReference
  /// Whole seconds, a multiple of ten.
  public let intervalSeconds: Int
  /// Whether people may edit the rules in the workspace; nil: they may not.
  public let isEditable: Bool?
  public let rules: [AlertRule]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector, folderRef, interval and rules",
        { Fields($0, metadata: metadata) }), let common = spec.common, let folder = spec.folder,
      let seconds = spec.intervalSeconds, !spec.rules.isEmpty
    else { return nil }
    self.common = common
    name = spec.name
    self.folder = folder
    intervalSeconds = seconds
    isEditable = spec.isEditable
    rules = spec.rules
  }
}

private struct Fields {
  var common: GrafanaCommonSpec?
  var name: String
  var folder: FolderReference?
  var intervalSeconds: Int?
  var isEditable: Bool?
  var rules: [AlertRule] = []

  /// The longest name of a group that servers take (reference grafana-http-api.md section 6.2).
  private static let longestName = 190
  /// Servers refuse intervals that their scheduler does not meet (the same section).
  private static let schedulerSeconds = 10

  init(_ spec: FieldReader, metadata: ObjectMetadata) {
    common = GrafanaCommonSpec(spec)
    name = spec.string("name").flatMap { $0.isEmpty ? nil : $0 } ?? metadata.name
    if name.count > Self.longestName {
      spec.error(
        "invalid-value", at: "name", "spec.name has more than \(Self.longestName) characters",
        remedy: "write a shorter name")
    }
    folder = FolderReference(
      spec, uid: "folderUID", reference: "folderRef", namespace: metadata.namespace)
    if folder == nil, !spec.has("folderUID"), !spec.has("folderRef") {
      spec.missing(
        "folderRef", because: "and rules lie in folders only",
        remedy: "name a GrafanaFolder with folderRef, or a folder of the workspace with folderUID")
    }
    isEditable = spec.bool("editable")
    intervalSeconds = Self.interval(spec)
    if !spec.has("rules") { spec.missing("rules", remedy: "write at least one rule, or remove the manifest") }
    if spec.has("rules"), spec.elements("rules")?.isEmpty == true {
      spec.error(
        "invalid-value", at: "rules", "spec.rules is empty",
        remedy: "write at least one rule, or remove the manifest")
    }
    let read = spec.objects("rules") { AlertRule($0) } ?? []
    let written = spec.elements("rules")?.count ?? 0
    Self.refuseTwins(read, spec)
    // A group without one of its rules would delete that rule.
    if read.count == written { rules = read }
  }

  private static func interval(_ spec: FieldReader) -> Int? {
    if !spec.has("interval") { spec.missing("interval", remedy: "write for example interval: 1m") }
    guard let interval = spec.positiveDuration("interval") else { return nil }
    let (seconds, rest) = interval.components
    if rest != 0 || seconds % Int64(schedulerSeconds) != 0 {
      spec.error(
        "invalid-value", at: "interval",
        "spec.interval is not a multiple of \(schedulerSeconds) seconds, in which Grafana evaluates rules",
        remedy: "write for example 1m or 30s")
      return nil
    }
    return Int(seconds)
  }

  /// One PUT that names a uid twice is answered as if somebody else had written (section 6.2), and for ever.
  private static func refuseTwins(_ rules: [AlertRule], _ spec: FieldReader) {
    for (field, value) in [("uid", \AlertRule.uid), ("title", \AlertRule.title)] {
      var seen: Set<String> = []
      for rule in rules where !seen.insert(rule[keyPath: value]).inserted {
        spec.document.tell(
          .error, code: "duplicate-\(field)", at: rule.origin.position,
          "two rules of the group have the \(field) \(rule[keyPath: value])",
          remedy: "give one of them another \(field)")
      }
    }
  }
}
