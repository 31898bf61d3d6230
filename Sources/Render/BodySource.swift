import Base
import Documents
import Manifests
import Secrets

/// Makes whole contents again, one at a time, from the revision that was rendered.
public actor BodySource {
  let objects: [ObjectReference: ManifestObject]
  let documents: DocumentRendering
  private let reader: ObjectReader
  private let lookup: ValueLookup
  private let urls: URLContentCache
  /// The objects of the file that was read last: neighbours are usually asked for one after the other.
  private var lastFile: (file: TreeFile, objects: [DocumentAddress: ManifestObject])?

  init(
    _ objects: [ManifestObject], documents: DocumentRendering, reader: ObjectReader, lookup: ValueLookup,
    urls: URLContentCache
  ) {
    self.objects = Dictionary(objects.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    self.documents = documents
    self.reader = reader
    self.lookup = lookup
    self.urls = urls
  }

  /// The content of an object; for folders without a manifest the title is all there is.
  /// - Returns: nil where it cannot be made any more, for example because a fetched content or a secret went away.
  public func body(of reference: ObjectReference, title: String) async throws(SourceTreeError) -> DesiredBody?
  {
    guard let object = objects[reference] else {
      return reference.kind == GrafanaFolder.kind ? .folder(FolderBody(title: title, permissions: nil)) : nil
    }
    switch object.spec {
    case let folder as GrafanaFolder:
      return .folder(FolderBody(title: folder.title, permissions: folder.permissions))
    case let datasource as GrafanaDatasource:
      return DatasourceRendering.render(datasource, of: object, lookup: lookup).body.map { .datasource($0) }
    case let dashboard as GrafanaDashboard:
      return try await self.dashboard(dashboard, of: object).model.map { .dashboard($0.json) }
    default: return documents.render(object)?.document.map { .document($0.body) }
    }
  }

  /// The model of a dashboard, wherever its JSON stands.
  func dashboard(
    _ dashboard: GrafanaDashboard, of object: ManifestObject
  ) async throws(SourceTreeError) -> DashboardContent.Result {
    switch dashboard.content {
    case .json, .gzipJSON:
      guard let whole = try await whole(object), let spec = whole.spec as? GrafanaDashboard else {
        return DashboardContent.refused(
          object, at: object.origin, "file-changed", "the file cannot be read again")
      }
      return DashboardContent.inline(spec, of: whole) ?? DashboardContent.Result(model: nil, diagnostics: [])
    case .configMap(let selector): return try await configMap(selector, dashboard, of: object)
    case .url(let url, let duration, let origin):
      do throws(URLContentCache.Problem) {
        let content = try await urls.content(of: URLContentCache.Request(url: url, cacheDuration: duration))
        let result = DashboardContent.read(
          content.bytes, dashboard, of: object, field: "the content of spec.url"
        ) {
          (origin, SourceExcerpt.line(of: content.bytes, at: $0, label: $1))
        }
        let stale = content.staleBecause.map {
          Diagnostic(
            .warning, code: "stale-content", subject: object.reference, at: origin,
            $0, remedy: "bring the host back, or put the JSON into the manifest")
        }
        return DashboardContent.Result(
          model: result.model, diagnostics: result.diagnostics + (stale.map { [$0] } ?? []))
      } catch {
        return DashboardContent.refused(
          object, at: origin, "fetch-failed", error.message, remedy: error.remedy)
      }
    }
  }

  private func configMap(
    _ selector: KeySelector, _ dashboard: GrafanaDashboard, of object: ManifestObject
  ) async throws(SourceTreeError) -> DashboardContent.Result {
    let reference = ObjectReference(
      kind: ConfigMapManifest.kind, namespace: object.reference.namespace, name: selector.name)
    guard let source = objects[reference], let text = source.text(of: selector.key) else {
      // Not in the tree, or not as text: the lookup knows the other places, and names them all where it is in none.
      do {
        let value = try lookup.value(.configMap(selector), namespace: object.reference.namespace)
        let bytes = value.withBytes { $0 }
        return DashboardContent.read(
          bytes, dashboard, of: object, field: "\(reference), key \(selector.key),"
        ) {
          (selector.origin, SourceExcerpt.line(of: bytes, at: $0, label: $1))
        }
      } catch {
        return DashboardContent.refused(
          object, at: selector.origin, "missing-value", error.message, remedy: error.remedy)
      }
    }
    let whole = text.text == nil ? try await self.whole(source)?.text(of: selector.key) : text
    guard let whole else {
      return DashboardContent.refused(
        object, at: object.origin, "file-changed", "the file cannot be read again")
    }
    return DashboardContent.read(
      Array((whole.text ?? "").utf8), dashboard, of: object, field: "\(reference), key \(selector.key),"
    ) { (whole.location($0), whole.excerpt($0, label: $1)) }
  }

  private func whole(_ object: ManifestObject) async throws(SourceTreeError) -> ManifestObject? {
    let file = object.address.file
    if let lastFile, lastFile.file == file { return lastFile.objects[object.address] }
    let objects = try await reader.objects(in: file)
    lastFile = (file, objects)
    return objects[object.address]
  }
}

extension ManifestObject {
  /// A value of a ConfigMap; nil for other kinds, other keys, and bytes.
  func text(of key: String) -> ManifestText? { (spec as? ConfigMapManifest)?.data[key] }
}
