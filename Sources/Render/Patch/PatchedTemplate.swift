import Base
import Documents
import Manifests

/// Reads what scripts have made of a template.
enum PatchedTemplate {
  /// What the object is stays as the manifest says it: a script that changes it is told, and has no effect there.
  static func read(
    _ bytes: [UInt8], over manifest: GrafanaManifest, _ object: ManifestObject, _ problems: PatchProblems
  ) throws(ContentProblem) -> (GrafanaManifest, [Diagnostic]) {
    let patched: JSON
    do {
      patched = try JSONParser.parse(bytes)
    } catch {
      throw problems.wrongResult("what the scripts give cannot be read: \(error.problem)")
    }
    guard let spec = patched["spec"]?.objectValue else {
      throw problems.wrongResult("what the scripts give has no spec that is an object")
    }
    var texts: [[String: String]] = []
    for field in ["labels", "annotations"] {
      var map: [String: String] = [:]
      for member in patched["metadata"]?[field]?.objectValue?.members ?? [] {
        guard let text = member.value.stringValue else {
          throw problems.wrongResult(
            "the scripts give metadata.\(field) a value that is \(member.value.typeName) and no string")
        }
        map[member.key] = text
      }
      texts.append(map)
    }
    if texts[1]["grafana.app/managedBy"] == "repo" {
      throw problems.wrongResult(
        "the scripts set the annotation grafana.app/managedBy to repo, which only Grafana itself may write")
    }
    let name = manifest.resource
    let given: [(String, JSON?, String?)] = [
      ("apiVersion", patched["apiVersion"], manifest.apiVersion),
      ("kind", patched["kind"], name.listing.kind),
      ("metadata.name", patched["metadata"]?["name"], name.name),
      ("metadata.namespace", patched["metadata"]?["namespace"], name.listing.namespace),
    ]
    let changed = given.filter { $0.1?.stringValue != $0.2 }.map(\.0)
    return (
      manifest.with(
        apiVersion: manifest.apiVersion, labels: texts[0], annotations: texts[1], spec: spec),
      changed.isEmpty ? [] : [problems.prohibited(changed, object.reference)]
    )
  }
}
