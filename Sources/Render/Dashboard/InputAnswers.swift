import Base
import Manifests

/// Answers the inputs of exported dashboards by the data sources of the repository, where only one can be meant.
/// grafana-operator leaves inputs without a mapping open, and their panels broken (reference grafana-operator.md
/// section 8, item 24).
struct InputAnswers: Hashable, Sendable {
  /// What is known about one input.
  enum Answer: Hashable, Sendable {
    /// The one data source of that type, by uid or name.
    case only(String)
    /// There are several, by name.
    case several([String])
    case none
    /// There may be one among manifests with errors.
    case unknown(ObjectReference, SourceLocation)
  }

  /// What one manifest can be answered with. Nothing is looked for before somebody asks.
  struct View: Sendable {
    fileprivate let all: InputAnswers
    fileprivate let object: ManifestObject?
    fileprivate let common: GrafanaCommonSpec?

    static let empty = View(all: InputAnswers([], heldBack: [:]), object: nil, common: nil)

    /// The data sources of each workspace that the manifest goes to.
    private var workspaces: [[Source]] {
      guard let object, let common else { return [] }
      return all.instances.filter { instances in
        instances.contains { common.selects($0, from: object.reference.namespace) }
      }.map { instances in
        all.sources.filter { source in
          instances.contains { source.common.selects($0, from: source.reference.namespace) }
        }
      }
    }

    /// - Parameter type: the plugin that the input asks for.
    func answer(_ type: String) -> Answer {
      // Expressions are computed by Grafana itself.
      if type == "__expr__" { return .only(type) }
      let candidates = workspaces.map { sources -> [Source] in
        let equal = sources.filter { $0.type == type }
        return equal.isEmpty
          ? sources.filter { Self.twins[$0.type] == type || Self.twins[type] == $0.type } : equal
      }
      let names = Set(candidates.joined().map(\.identifier))
      if let only = names.first, names.count == 1, candidates.allSatisfy({ $0.count == 1 }) {
        return .only(only)
      }
      if names.isEmpty, let first = all.heldBack.min(by: { $0.key < $1.key }) {
        return .unknown(first.key, first.value)
      }
      return names.isEmpty ? .none : .several(names.sorted())
    }

    /// Plugins that workspaces convert into each other, or that changed their id (reference grafana-http-api.md
    /// section 13.1; recordings of `/api/plugins`).
    private static let twins = [
      "grafana-amazonprometheus-datasource": "prometheus", "grafana-postgresql-datasource": "postgres",
      "grafana-testdata-datasource": "testdata",
    ]
  }

  fileprivate struct Source: Hashable, Sendable {
    let reference: ObjectReference
    let common: GrafanaCommonSpec
    let type: String
    let identifier: String
  }

  /// The metadata of the manifests of each workspace.
  private let instances: [[ObjectMetadata]]
  private let sources: [Source]
  private let heldBack: [ObjectReference: SourceLocation]

  /// - Parameter heldBack: what has errors.
  init(_ manifests: [ManifestObject], heldBack: [ObjectReference: SourceLocation]) {
    let named = manifests.compactMap { object in
      (object.spec as? GrafanaInstance).map { (WorkspaceName.normal($0.url), object) }
    }
    instances = Dictionary(grouping: named, by: \.0).sorted { $0.key < $1.key }.map {
      $0.value.map(\.1.metadata)
    }
    sources = manifests.compactMap { object in
      (object.spec as? GrafanaDatasource).map {
        Source(
          reference: object.reference, common: $0.common, type: $0.type, identifier: $0.uid ?? $0.name)
      }
    }.sorted { $0.reference < $1.reference }
    self.heldBack = heldBack.filter { $0.key.kind == GrafanaDatasource.kind }
  }

  /// What a dashboard can be answered with: the data sources of the workspaces that it goes to.
  func view(of object: ManifestObject, _ common: GrafanaCommonSpec) -> View {
    View(all: self, object: object, common: common)
  }
}
