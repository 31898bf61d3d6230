import Base
import Manifests
import Secrets

/// An object that is one JSON document, ready to be assigned to workspaces.
struct RenderedDocument {
  let kind: ObjectKind
  let common: GrafanaCommonSpec
  /// Nil where the manifest does not say it.
  let uid: String?
  let title: String
  let body: DocumentBody
  var uses: [ObjectUse] = []
  var parts: [String] = []
  var features: Set<ServerFeature> = []
}

/// Makes the document of a manifest.
struct DocumentRendering {
  let lookup: ValueLookup

  /// The document, or what keeps it from being made; nil for kinds that are no documents.
  func render(_ object: ManifestObject) -> (document: RenderedDocument?, diagnostics: [Diagnostic])? {
    switch object.spec {
    case let group as GrafanaAlertRuleGroup: (AlertRuleGroupRendering.render(group), [])
    default: nil
    }
  }

  /// Whether the document depends on more than the revision: on values that stand elsewhere.
  static func isVolatile(_ object: ManifestObject) -> Bool { false }
}
