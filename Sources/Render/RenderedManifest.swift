import Base
import Manifests

/// What is kept of one manifest: everything but long texts.
public struct RenderedManifest: ManifestItem {
  public let object: ManifestObject
  /// For dashboards whose text stands in the manifest itself and says it all.
  public let dashboard: DashboardSummary?

  public var reference: ObjectReference { object.reference }
  public var origin: SourceLocation { object.origin }
}

/// Renders what can be rendered from one manifest alone, while its text is in memory.
enum ManifestRendering {
  /// - Parameter key: of the digests of secrets.
  static func render(
    _ object: ManifestObject, key: [UInt8]
  ) -> (item: RenderedManifest, diagnostics: [Diagnostic]) {
    switch object.spec {
    case let configMap as ConfigMapManifest:
      return (RenderedManifest(object: object.with(configMap.stripped), dashboard: nil), [])
    case let dashboard as GrafanaDashboard:
      let kept = object.with(dashboard.stripped)
      guard let result = DashboardContent.inline(dashboard, of: object) else {
        return (RenderedManifest(object: kept, dashboard: nil), [])
      }
      return (
        RenderedManifest(object: kept, dashboard: DashboardSummary(result, key: key)), result.diagnostics
      )
    default: return (RenderedManifest(object: object, dashboard: nil), [])
    }
  }
}
