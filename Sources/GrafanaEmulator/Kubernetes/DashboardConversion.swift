internal import Documents

/// What a dashboard looks like in the versions of its API [12.4 kubernetes_apis, kubernetes_listing].
///
/// `v0alpha1` shows bodies as they were stored; `v1beta1` adds the members that Grafana's own pages write and says schema
/// version 42, and drops members of panels that are null. The other steps of Grafana's migration of panels are not
/// played.
enum DashboardConversion {
  static let convertedVersion = "v1beta1"

  /// Writes `spec` and `status`.
  static func write(
    _ document: DashboardDocument, storedVersion: String, version: String, into output: inout [UInt8]
  ) {
    let converts = version == convertedVersion && storedVersion != convertedVersion
    document.write(into: &output, with: converts ? additions(to: document) : [])
    let status: JSON =
      storedVersion == version
      ? [:] : ["conversion": ["failed": false, "storedVersion": JSON(storedVersion)]]
    output.append(contentsOf: ",\"status\":".utf8)
    output.append(contentsOf: JSONWriter.bytes(status))
  }

  /// A body as a write through `v1beta1` stores it.
  static func converted(_ object: JSONObject) -> JSONObject {
    var result = object
    for (key, value) in additions(present: object.keys, annotations: object["annotations"]) {
      result[key] = value
    }
    if let panels = result["panels"] { result["panels"] = withoutNulls(panels) }
    return result
  }

  private static func additions(to document: DashboardDocument) -> [(key: String, value: [UInt8])] {
    let annotations = document.value(of: "annotations").flatMap {
      try? JSONParser.parse(Array($0), options: .lenient)
    }
    var result = additions(present: document.keys, annotations: annotations)
    if let bytes = document.value(of: "panels"), mayHaveNull(bytes),
      let panels = try? JSONParser.parse(Array(bytes), options: .lenient)
    {
      result.append((key: "panels", value: withoutNulls(panels)))
    }
    return result.sorted { precedes($0.key, $1.key) }.map { (key: $0.key, value: JSONWriter.bytes($0.value)) }
  }

  private static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Spares most bodies the parse.
  private static func mayHaveNull(_ bytes: ArraySlice<UInt8>) -> Bool {
    var place = bytes.startIndex
    while let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) {
      place = colon + 1
      if place < bytes.endIndex, bytes[place] == UInt8(ascii: "n") { return true }
    }
    return false
  }

  /// [12.4 kubernetes_listing: trash-full, whose panels had a null data source]
  private static func withoutNulls(_ panels: JSON) -> JSON {
    guard let list = panels.arrayValue else { return panels }
    return .array(
      list.map { panel in
        guard let object = panel.objectValue else { return panel }
        var kept = JSONObject(object.members.filter { !$0.value.isNull }.map { ($0.key, $0.value) })
        if let inner = kept["panels"] { kept["panels"] = withoutNulls(inner) }
        return .object(kept)
      })
  }

  /// Members to add or replace, sorted by name.
  private static func additions(present: [String], annotations: JSON?) -> [(key: String, value: JSON)] {
    var result = defaults.filter { !present.contains($0.key) }
    result.append((key: "schemaVersion", value: 42))
    result.append((key: "annotations", value: withBuiltIn(annotations)))
    return result.sorted { precedes($0.key, $1.key) }
  }

  private static func withBuiltIn(_ annotations: JSON?) -> JSON {
    var object = annotations?.objectValue ?? JSONObject()
    let list = object["list"]?.arrayValue ?? []
    let hasBuiltIn = list.contains { $0["builtIn"]?.intValue == 1 || $0["builtIn"]?.boolValue == true }
    object["list"] = .array(hasBuiltIn ? list : [builtIn] + list)
    return .object(object)
  }

  private static let builtIn: JSON = [
    "builtIn": 1, "datasource": ["type": "grafana", "uid": "-- Grafana --"], "enable": true, "hide": true,
    "iconColor": "rgba(0, 211, 255, 1)", "name": "Annotations & Alerts", "type": "dashboard",
  ]

  private static let defaults: [(key: String, value: JSON)] = [
    ("editable", true), ("fiscalYearStartMonth", 0), ("graphTooltip", 0), ("links", []), ("refresh", ""),
    ("tags", []), ("templating", ["list": []]), ("time", ["from": "now-6h", "to": "now"]),
    ("timepicker", [:]), ("timezone", ""), ("weekStart", ""),
  ]
}
