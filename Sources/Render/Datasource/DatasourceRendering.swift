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
    for group in rendering.substitutionsByPath() { rendering.apply(group) }
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

  /// The substitutions of one place, in the order in which the manifest names them.
  private struct Filling {
    let path: JSONPointer
    var substitutions: [GrafanaDatasource.Substitution]
  }

  /// All that goes into one place is put in at once, so that no value is taken for a placeholder.
  private mutating func substitutionsByPath() -> [Filling] {
    var fillings: [Filling] = []
    for substitution in datasource.substitutions {
      guard let path = TargetPath(substitution.targetPath)?.pointer else {
        refuse(
          substitution, "targetPath \(substitution.targetPath) does not name one place",
          remedy: "write names with points, for example secureJsonData.password or jsonData.list[1].name")
        continue
      }
      if let index = fillings.firstIndex(where: { $0.path == path }) {
        fillings[index].substitutions.append(substitution)
      } else {
        fillings.append(Filling(path: path, substitutions: [substitution]))
      }
    }
    return fillings
  }

  private mutating func apply(_ filling: Filling) {
    var values: [String: String] = [:]
    var secret: GrafanaDatasource.Substitution?
    for substitution in filling.substitutions {
      if values[substitution.key] != nil {
        refuse(
          substitution, "\(substitution.targetPath) is filled with two values of the key \(substitution.key)",
          remedy: "keep one of the two, or give one of them another key")
        return
      }
      do {
        let found = try lookup.found(substitution.source, namespace: object.reference.namespace)
        values[substitution.key] = found.value.revealed
        if found.isSecret, secret == nil { secret = substitution }
      } catch {
        diagnostics.append(
          Diagnostic(
            .error, code: "missing-value", subject: object.reference, at: substitution.origin, error.message,
            remedy: error.remedy))
        return
      }
    }
    if filling.path.tokens.first == "secureJsonData" {
      fillSecret(filling, values)
    } else {
      fillField(filling, values, secret: secret)
    }
  }

  private mutating func fillSecret(_ filling: Filling, _ values: [String: String]) {
    let first = filling.substitutions[0]
    guard filling.path.tokens.count == 2, let name = filling.path.tokens.last else {
      return refuse(
        first, "targetPath \(first.targetPath) leads deeper than secureJsonData, which holds texts only",
        remedy: "write secureJsonData.NAME")
    }
    // Upstream drops the value in silence where the field is not there (reference section 8, item 4).
    guard let template = secrets[name] else {
      guard filling.substitutions.count == 1, let value = values[first.key] else {
        return refuse(
          filling.substitutions[1],
          "\(first.targetPath) is to be filled with several values and is not there",
          remedy: "write it under secureJsonData with a placeholder for each of them")
      }
      secrets[name] = SecretValue(value)
      return
    }
    guard
      let text = fill(
        template.revealed, filling, values,
        remedy: { "write \(name): ${\($0)} under secureJsonData, or remove that line" })
    else { return }
    secrets[name] = SecretValue(text)
  }

  /// - Parameter secret: the first of the substitutions whose value is secret.
  private mutating func fillField(
    _ filling: Filling, _ values: [String: String], secret: GrafanaDatasource.Substitution?
  ) {
    let first = filling.substitutions[0]
    guard let found = model[filling.path] else {
      return refuse(
        first, "there is no \(first.targetPath) in the data source to put the value into",
        remedy: "write it with the placeholder ${\(first.key)}")
    }
    guard let template = found.stringValue else {
      return refuse(
        first, "\(first.targetPath) is \(found.typeName), only texts can be filled in",
        remedy: "write it as a text with the placeholder ${\(first.key)}")
    }
    // Plans, notes and pages name objects by these.
    if let secret, filling.path.tokens == ["name"] || filling.path.tokens == ["type"] {
      return refuse(
        secret, "\(secret.targetPath) is shown everywhere and cannot be a secret",
        remedy: "take it from a ConfigMap of the repository, with configMapKeyRef")
    }
    guard let text = fill(template, filling, values, remedy: { "write ${\($0)} where the value belongs" })
    else { return }
    // The place was just read, so replacing what stands there cannot fail.
    if let filled = try? JSONPatch([.replace(filling.path, .string(text))]).apply(to: model) {
      model = filled
    }
    if secret != nil { hiddenPaths.insert(filling.path) }
  }

  /// The template with its placeholders replaced; nil after telling of a value that none of them stands for.
  private mutating func fill(
    _ template: String, _ filling: Filling, _ values: [String: String], remedy: (String) -> String
  ) -> String? {
    let (text, found) = PlaceholderText.replace(values, in: template)
    for substitution in filling.substitutions where !found.contains(substitution.key) {
      refuse(
        substitution, "\(substitution.targetPath) has no placeholder ${\(substitution.key)}",
        remedy: remedy(substitution.key))
      return nil
    }
    return text
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
