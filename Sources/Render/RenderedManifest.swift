import Base
import Manifests

/// What is kept of one manifest: everything but long texts.
public struct RenderedManifest: ManifestItem {
  public let object: ManifestObject
  /// For dashboards and library panels whose text stands in the manifest itself and says it all.
  public let summary: DashboardSummary?

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
      return (RenderedManifest(object: object.with(configMap.stripped), summary: nil), [])
    case let dashboard as GrafanaDashboard:
      return content(dashboard, kept: object.with(dashboard.stripped), of: object, key)
    case let panel as GrafanaLibraryPanel:
      return content(panel, kept: object.with(panel.stripped), of: object, key)
    default: return (RenderedManifest(object: object, summary: nil), [])
    }
  }

  private static func content(
    _ manifest: some ContentManifest, kept: ManifestObject, of object: ManifestObject, _ key: [UInt8]
  ) -> (item: RenderedManifest, diagnostics: [Diagnostic]) {
    let result = DashboardContent.inline(manifest, of: object)
    return (
      RenderedManifest(object: kept, summary: result.flatMap { DashboardSummary($0, key: key) }),
      result?.diagnostics ?? []
    )
  }
}
