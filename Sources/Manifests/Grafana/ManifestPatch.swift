import Base
import Documents

/// What `spec.patch` of a `GrafanaManifest` makes of the template.
public struct ManifestPatch: Sendable {
  /// Scripts of jq, in their order.
  public let scripts: [ManifestText]
  /// What the scripts see as `env`.
  public let variables: [ContentVariable]

  init() {
    scripts = []
    variables = []
  }

  init(_ fields: FieldReader) {
    scripts = fields.texts("scripts") ?? []
    var names: Set<String> = []
    variables =
      fields.objects("env") { variable -> ContentVariable? in
        let name = variable.requiredString("name", remedy: "name the variable")
        let source = variable.requiredObject("valueFrom", remedy: "write secretKeyRef or configMapKeyRef") {
          source -> ValueSource? in
          if source.has("grafanaRef") {
            source.refuse(
              "grafanaRef", because: "an object is made once for all workspaces that it goes to",
              remedy: "write the value into a ConfigMap, and secretKeyRef or configMapKeyRef here")
            return nil
          }
          return ValueSource(source)
        }
        guard let name, let source else { return nil }
        if name.isEmpty || name.utf8.contains(where: { $0 == UInt8(ascii: "=") || $0 == 0 }) {
          variable.error(
            "invalid-name", at: "name", "\(variable.qualified("name")) is no name of a variable: \(name)",
            remedy: "use letters, digits and underscores")
          return nil
        }
        if !names.insert(name).inserted {
          variable.error(
            "duplicate-name", at: "name", "spec.patch.env names \(name) twice", remedy: "keep one of them")
          return nil
        }
        return ContentVariable(
          name: name, value: .source(source),
          origin: variable.document.location(variable.node.position))
      } ?? []
  }
}
