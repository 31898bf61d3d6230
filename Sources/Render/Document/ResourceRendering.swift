import Base
import Documents
import Manifests

/// Makes the object of the Kubernetes-style API that a `GrafanaManifest` gives.
enum ResourceRendering {
  static func render(_ manifest: GrafanaManifest) -> RenderedDocument {
    let model = JSONObject([
      ("apiVersion", .string(manifest.apiVersion)), ("kind", .string(manifest.resource.listing.kind)),
      ("labels", texts(manifest.labels)), ("annotations", texts(manifest.annotations)),
      ("spec", .object(manifest.spec)),
    ])
    return RenderedDocument(
      kind: .resource, common: manifest.common, uid: manifest.resource.uid, title: manifest.resource.title,
      body: DocumentBody(model), features: [.resources])
  }

  private static func texts(_ map: [String: String]) -> JSON {
    .object(JSONObject(map.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }
}
