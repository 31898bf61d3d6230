import Base

/// Kind `GrafanaNotificationTemplate` (reference grafana-operator.md section 2.9).
public struct GrafanaNotificationTemplate: ManifestSpec {
  public static let kind = "GrafanaNotificationTemplate"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let common: GrafanaCommonSpec
  public let name: String
  /// Whether people may edit it in the workspace.
  public let isEditable: Bool
  /// Text in Go's template language. Only servers can tell whether it is right.
  public let template: String

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector, name and template", { Fields($0) }),
      let common = spec.common, let name = spec.name, let template = spec.template
    else { return nil }
    self.common = common
    self.name = name
    isEditable = spec.isEditable
    self.template = template
  }
}

private struct Fields {
  var common: GrafanaCommonSpec?
  var name: String?
  var isEditable: Bool
  var template: String?

  init(_ spec: FieldReader) {
    common = GrafanaCommonSpec(spec)
    name = spec.requiredString("name", remedy: "write the name of the template")
    isEditable = spec.bool("editable") ?? true
    template = spec.requiredString(
      "template", remedy: "write the text, for example {{ define \"x\" }}…{{ end }}")
    if let template, template.allSatisfy(\.isWhitespace) {
      spec.error(
        "invalid-value", at: "template", "spec.template holds nothing but blanks", remedy: "write the text")
    }
  }
}
