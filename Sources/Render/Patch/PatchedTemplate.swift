import Base
import Documents
import Manifests

/// Reads what scripts have made of a template.
enum PatchedTemplate {
  /// What the object is stays as the manifest says it, and what a manifest cannot say is not made: a script that changes
  /// or adds that is told, and has no effect there.
  /// - Parameter template: what the scripts were given.
  static func read(
    _ bytes: [UInt8], of template: JSON, over manifest: GrafanaManifest, _ object: ManifestObject,
    _ problems: PatchProblems
  ) throws(ContentProblem) -> (GrafanaManifest, [Diagnostic]) {
    let patched = try result(bytes, of: template, problems)
    guard let spec = patched["spec"]?.objectValue else {
      throw problems.wrongResult("what the scripts give has no spec that is an object")
    }
    let metadata = try map(patched["metadata"], "metadata", problems)
    var texts: [[String: String]] = []
    for field in ["labels", "annotations"] {
      var map: [String: String] = [:]
      for member in try self.map(metadata[field], "metadata.\(field)", problems).members {
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
      ("metadata.name", metadata["name"], name.name),
      ("metadata.namespace", metadata["namespace"], name.listing.namespace),
    ]
    let changed = given.filter { $0.1?.stringValue != $0.2 }.map(\.0)
    let made =
      metadata.members.map(\.key).filter { !metadataFields.contains($0) }.map { "metadata.\($0)" }
      + (patched.objectValue?.members ?? []).map(\.key).filter { !fields.contains($0) }
    return (
      manifest.with(
        apiVersion: manifest.apiVersion, labels: texts[0], annotations: texts[1], spec: spec),
      changed.isEmpty && made.isEmpty
        ? [] : [problems.prohibited(changed, making: made, object.reference)]
    )
  }

  /// What scripts are given, and may change or take away.
  private static let fields: Set<String> = ["apiVersion", "kind", "metadata", "spec"]
  private static let metadataFields: Set<String> = ["name", "namespace", "labels", "annotations"]

  /// What libjq 1.6 and 1.7 write in place of what nests more deeply than they write.
  private static let tooDeep = ["<stripped: exceeds max depth>", "<skipped: too deep>"]

  private static func result(
    _ bytes: [UInt8], of template: JSON, _ problems: PatchProblems
  ) throws(ContentProblem) -> JSON {
    let patched: JSON
    do {
      patched = try JSONParser.parse(bytes)
    } catch {
      if tooDeep.contains(where: { bytes.contains(Array($0.utf8)) }) {
        throw problems.wrongResult("what the scripts give nests more deeply than jq writes")
      }
      throw problems.wrongResult("what the scripts give cannot be read: \(error.plainProblem)")
    }
    do {
      return try ExactNumbers(of: template).restored(in: patched)
    } catch {
      throw problems.wrongResult(
        "jq cannot tell \(error.numbers.joined(separator: " and ")) of spec.template apart, which are one double",
        remedy: "write them as strings, or leave spec.patch.scripts out")
    }
  }

  /// What is not there is empty; anything else but an object would pass unseen.
  private static func map(
    _ value: JSON?, _ field: String, _ problems: PatchProblems
  ) throws(ContentProblem) -> JSONObject {
    switch value {
    case nil, .null: return JSONObject()
    case .object(let object): return object
    case let other?:
      throw problems.wrongResult("the scripts make \(field) \(other.typeName) and no object")
    }
  }
}
