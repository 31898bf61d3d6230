import Base
import Documents
import Manifests
import Secrets

/// Fills the values that stand elsewhere into a data source.
struct DatasourceRendering {
  private let object: ManifestObject
  private let datasource: GrafanaDatasource
  private let lookup: ValueLookup
  private var model: JSON
  private var secrets: [String: SecretValue]
  private var hiddenPaths: Set<JSONPointer> = []
  private var diagnostics: [Diagnostic] = []

  /// The body, or what keeps it from being made.
  static func render(
    _ datasource: GrafanaDatasource, of object: ManifestObject, lookup: ValueLookup
  ) -> (body: DatasourceBody?, diagnostics: [Diagnostic]) {
    var rendering = DatasourceRendering(datasource, of: object, lookup: lookup)
    for substitution in datasource.substitutions { rendering.apply(substitution) }
    let body = DatasourceBody(
      model: rendering.model.objectValue ?? JSONObject(), secrets: rendering.secrets,
      hiddenPaths: rendering.hiddenPaths)
    return (rendering.diagnostics.isEmpty ? body : nil, rendering.diagnostics)
  }

  private init(_ datasource: GrafanaDatasource, of object: ManifestObject, lookup: ValueLookup) {
    self.object = object
    self.datasource = datasource
    self.lookup = lookup
    model = .object(datasource.model)
    secrets = datasource.secrets
  }

  private mutating func apply(_ substitution: GrafanaDatasource.Substitution) {
    guard let path = TargetPath(substitution.targetPath) else {
      return refuse(
        substitution, "targetPath \(substitution.targetPath) does not name one place",
        remedy: "write names with points, for example secureJsonData.password or jsonData.list[1].name")
    }
    let value: SecretValue
    do {
      value = try lookup.value(substitution.source, namespace: object.reference.namespace)
    } catch {
      diagnostics.append(
        Diagnostic(
          .error, code: "missing-value", subject: object.reference, at: substitution.origin, error.message,
          remedy: error.remedy))
      return
    }
    if path.pointer.tokens.first == "secureJsonData" {
      fillSecret(path, value, substitution)
    } else {
      fillField(path, value, substitution)
    }
  }

  private mutating func fillSecret(
    _ path: TargetPath, _ value: SecretValue, _ substitution: GrafanaDatasource.Substitution
  ) {
    guard path.pointer.tokens.count == 2, let name = path.pointer.tokens.last else {
      return refuse(
        substitution,
        "targetPath \(substitution.targetPath) leads deeper than secureJsonData, which holds texts only",
        remedy: "write secureJsonData.NAME")
    }
    // Upstream drops the value in silence where the field is not there (reference section 8, item 4).
    guard let template = secrets[name] else {
      secrets[name] = value
      return
    }
    guard let text = PlaceholderText.replace(substitution.key, by: value.revealed, in: template.revealed)
    else {
      return refuse(
        substitution, "\(substitution.targetPath) has no placeholder ${\(substitution.key)}",
        remedy: "write \(name): ${\(substitution.key)} under secureJsonData, or remove that line")
    }
    secrets[name] = SecretValue(text)
  }

  private mutating func fillField(
    _ path: TargetPath, _ value: SecretValue, _ substitution: GrafanaDatasource.Substitution
  ) {
    guard let found = model[path.pointer] else {
      return refuse(
        substitution, "there is no \(substitution.targetPath) in the data source to put the value into",
        remedy: "write it with the placeholder ${\(substitution.key)}")
    }
    guard let template = found.stringValue else {
      return refuse(
        substitution, "\(substitution.targetPath) is \(found.typeName), only texts can be filled in",
        remedy: "write it as a text with the placeholder ${\(substitution.key)}")
    }
    guard let text = PlaceholderText.replace(substitution.key, by: value.revealed, in: template) else {
      return refuse(
        substitution, "\(substitution.targetPath) has no placeholder ${\(substitution.key)}",
        remedy: "write ${\(substitution.key)} where the value belongs")
    }
    // The place was just read, so replacing what stands there cannot fail.
    if let filled = try? JSONPatch([.replace(path.pointer, .string(text))]).apply(to: model) {
      model = filled
    }
    if case .secret = substitution.source { hiddenPaths.insert(path.pointer) }
  }

  private mutating func refuse(
    _ substitution: GrafanaDatasource.Substitution, _ message: String, remedy: String
  ) {
    diagnostics.append(
      Diagnostic(
        .error, code: "invalid-values-from", subject: object.reference, at: substitution.origin, message,
        remedy: remedy))
  }
}

extension GrafanaDatasource.Substitution {
  fileprivate var key: String { source.selector.key }
}
