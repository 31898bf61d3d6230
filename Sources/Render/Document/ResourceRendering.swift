import Base
import Documents
import Manifests

/// Makes the object of the Kubernetes-style API that a `GrafanaManifest` gives.
enum ResourceRendering {
  /// - Parameter isSecret: a secret may stand anywhere in it.
  static func render(_ manifest: GrafanaManifest, isSecret: Bool = false) -> RenderedDocument {
    let model = JSONObject([
      ("apiVersion", .string(manifest.apiVersion)), ("kind", .string(manifest.resource.listing.kind)),
      ("labels", texts(manifest.labels)), ("annotations", texts(manifest.annotations)),
      ("spec", .object(manifest.spec)),
    ])
    return RenderedDocument(
      kind: .resource, common: manifest.common, uid: manifest.resource.uid, title: manifest.resource.title,
      body: DocumentBody(model, hiddenPaths: isSecret ? [.root] : []), uses: uses(manifest, isSecret),
      features: [.resources], apiVersion: manifest.apiVersion
    )
  }

  /// The folder that it lies in, and what the contents of known kinds name.
  private static func uses(_ manifest: GrafanaManifest, _ isSecret: Bool) -> [ObjectUse] {
    var uses: [ObjectUse] = []
    if let folder = manifest.annotations[folder], !folder.isEmpty {
      uses.append(
        ObjectUse(
          .folder, folder, place: "spec.template.metadata.annotations.\(Self.folder)", isByUID: true,
          isSecret: isSecret))
    }
    switch (manifest.resource.listing.group, manifest.resource.listing.kind) {
    case ("dashboard.grafana.app", "Dashboard"):
      uses += DashboardUses.all(in: .object(manifest.spec), isSecret: isSecret)
    case ("playlist.grafana.app", "Playlist"):
      for (index, item) in (manifest.spec["items"]?.arrayValue ?? []).enumerated()
      where item["type"] == "dashboard_by_uid" {
        guard let uid = item["value"]?.stringValue, !uid.isEmpty else { continue }
        uses.append(
          ObjectUse(
            .dashboard, uid, place: "spec.template.spec.items[\(index)]", isByUID: true, isSecret: isSecret))
      }
    default: break
    }
    return Set(uses).sorted()
  }

  /// The annotation that says in which folder an object lies (reference grafana-http-api.md section 11.1).
  private static let folder = "grafana.app/folder"

  private static func texts(_ map: [String: String]) -> JSON {
    .object(JSONObject(map.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }
}
