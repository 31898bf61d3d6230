import Base
import Documents

/// What a manifest says about a data source, as the checks of single plugins look at it.
struct DatasourceSettings {
  let type: String
  let model: JSONObject
  /// Names in `secureJsonData`.
  let secrets: Set<String>
  let substitutions: [GrafanaDatasource.Substitution]

  /// The members of `jsonData`.
  var data: JSONObject { model["jsonData"]?.objectValue ?? JSONObject() }

  /// Whether the value comes from a Secret or ConfigMap, wholly or in part, so that its text means nothing yet.
  func isFilledIn(_ path: String, _ text: String) -> Bool {
    substitutions.contains { substitution in
      let key = substitution.source.selector.key
      return substitution.targetPath == path && (text.contains("${\(key)}") || text.contains("$\(key)"))
    }
  }

  /// Whether `valuesFrom` names the path, so that it may be there though it is not written.
  func isTarget(_ path: String) -> Bool { substitutions.contains { $0.targetPath == path } }

  func hasSecret(_ name: String) -> Bool { secrets.contains(name) || isTarget("secureJsonData.\(name)") }
}

/// What a check found at a field of a data source.
struct DatasourceFinding: Hashable {
  let severity: Diagnostic.Severity
  let code: String
  /// Below the data source: `jsonData.sigV4Region`.
  let path: String
  let message: String
  let remedy: String?
}
