import Base
import Manifests
import Secrets

/// All that a dashboard or a library panel is made of, where that is more than its own document and the revision tells it.
struct DashboardKey: Hashable, Sendable {
  let dashboard: DocumentAddress
  /// The ConfigMap that holds its JSON.
  let source: DocumentAddress?
  /// Counts the changes of what may answer its inputs.
  let answers: Int
  /// Of the values that it is made with.
  let environment: Digest?
}

/// What a dashboard or a library panel came to.
struct KnownDashboard: Sendable {
  let summary: DashboardSummary?
  let diagnostics: [Diagnostic]
  /// As `DashboardContent.Result.imports`.
  let imports: [String: String?]

  /// Set where another try may end otherwise: the interpreter was ended, or could not be run.
  var retry: EvaluationRetry?

  /// Whether the files that it was made of are still the same.
  func holds(in bodies: BodySource) async throws(SourceTreeError) -> Bool {
    if imports.isEmpty { return true }
    let files = try await bodies.files()
    return imports.allSatisfy { files[$0.key]?.contentID == $0.value }
  }
}

extension BodySource {
  /// Nil where the revision does not tell all: content of other machines, and values that are not there.
  /// - Parameter digests: key of the digests of secrets.
  func key(of object: ManifestObject, _ manifest: some ContentManifest, digests: [UInt8]) -> DashboardKey? {
    var source: DocumentAddress?
    switch manifest.content {
    case .url, .grafanaCom: return nil
    case .configMap(let selector):
      guard let found = objects[object.configMap(selector)], found.text(of: selector.key) != nil else {
        return nil
      }
      source = found.address
    case .json, .gzipJSON, .jsonnet, .jsonnetProject: break
    }
    var environment: Digest?
    if manifest.usesEnvironment {
      let values = try? ContentEnvironment.find(
        manifest.environment, namespace: object.reference.namespace, lookup: means.lookup)
      guard let values else { return nil }
      environment = values.digest(key: digests)
    }
    return DashboardKey(
      dashboard: object.address, source: source,
      answers: means.answersNumber,
      environment: environment)
  }

  /// What an object is made of beside the revision.
  nonisolated func marks(
    of manifest: some ContentManifest, _ object: ManifestObject, key: [UInt8]
  ) -> [VolatileContent.Mark] {
    var marks: [VolatileContent.Mark] = []
    switch manifest.content {
    case .url, .grafanaCom:
      // Nil where the credentials are missing.
      let content = means.remoteContent(of: object)
      marks.append(content.map { .fetched(means.urls.standing(of: $0)) } ?? .digest(nil))
    case .configMap(let selector):
      if objects[object.configMap(selector)]?.text(of: selector.key) == nil {
        let value = try? means.lookup.value(.configMap(selector), namespace: object.reference.namespace)
        marks.append(.digest(value?.withBytes { Digest(of: $0, key: key) }))
      }
    case .json, .gzipJSON, .jsonnet, .jsonnetProject: break
    }
    if manifest.usesEnvironment, manifest.environment.contains(where: \.isElsewhere) {
      let values = try? ContentEnvironment.find(
        manifest.environment, namespace: object.reference.namespace, lookup: means.lookup)
      marks.append(.digest(values?.digest(key: key)))
    }
    return marks
  }
}

extension BodySource.Means {
  /// The content of another machine that a manifest names; nil where it names none, or its credentials are missing.
  func remoteContent(of object: ManifestObject) -> RemoteContent? {
    guard let manifest = object.spec as? any ContentManifest else { return nil }
    return try? remote.content(manifest, namespace: object.reference.namespace)
  }
}

extension ContentVariable {
  fileprivate var isElsewhere: Bool {
    switch value {
    case .text: false
    case .source: true
    }
  }
}

extension ManifestObject {
  /// The ConfigMap that a selector of this manifest names.
  func configMap(_ selector: KeySelector) -> ObjectReference {
    ObjectReference(kind: ConfigMapManifest.kind, namespace: reference.namespace, name: selector.name)
  }
}

extension GrafanaDashboard {
  /// What the server has to know.
  var features: [ServerFeature] {
    var features: [ServerFeature] = []
    if permissions != nil { features.append(.dashboardPermissions) }
    if sharing != nil { features.append(.publicSharing) }
    return features
  }
}

extension ContentManifest {
  /// The plugins that the manifest asks for.
  var needs: [PluginUse] { plugins.map(\.use).sorted() }
}

extension PluginRequirement {
  var use: PluginUse { PluginUse(.any, name, version: version, place: "spec.plugins") }
}
