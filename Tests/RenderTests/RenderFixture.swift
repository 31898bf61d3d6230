import Base
import HTTP
import Manifests
import Platform
import Render
import Synchronization
import TestSupport

/// A revision that is a dictionary, and what rendering it needs. It counts what is read.
final class RenderFixture: Sendable {
  let renderer: Renderer
  private let tree: DictionaryTree

  /// - Parameters:
  ///   - secrets: values by `NAMESPACE/NAME/KEY`, as files of a directory.
  ///   - urls: nil refuses every address of this machine.
  ///   - catalogue: in place of grafana.com.
  init(
    _ files: [String: String], secrets: String? = nil, urls: URLContentCache? = nil,
    catalogue: String = Renderer.grafanaCom, evaluationTime: Duration = .seconds(600)
  ) {
    tree = DictionaryTree(files)
    renderer = Renderer(
      settings: LoaderSettings(), secretsDirectory: secrets, urls: urls ?? Self.urls(), key: [1, 2, 3],
      evaluators: .patient, catalogue: catalogue, evaluationTime: evaluationTime)
  }

  /// A cache that may fetch from this machine.
  static func urls(
    _ allowed: String? = nil, deadline: Duration = .seconds(600), time: any TimeSource = ManualTime(),
    _ change: (inout URLContentCache.Limits) -> Void = { _ in }
  ) -> URLContentCache {
    var limits = URLContentCache.Limits()
    change(&limits)
    return URLContentCache(
      client: HTTPClient(), addresses: .publicInternet(and: allowed.flatMap { CIDR($0) }.map { [$0] } ?? []),
      deadline: deadline, limits: limits, time: time)
  }

  func render(isPast: Bool = false) async throws -> Rendering {
    try await renderer.render(tree, path: "", isPast: isPast)
  }

  /// Takes other files in place of those of the same name.
  func put(_ files: [String: String?]) { tree.put(files) }

  /// Paths in the order in which they were read.
  var readPaths: [String] { tree.readPaths }
}

/// A tree that is a dictionary.
private final class DictionaryTree: SourceTree {
  private let contents: Mutex<[String: String]>
  private let reads = Mutex<[String]>([])

  init(_ contents: [String: String]) {
    self.contents = Mutex(contents)
  }

  var readPaths: [String] { reads.withLock { $0 } }

  func put(_ files: [String: String?]) {
    contents.withLock { contents in
      for (path, text) in files { contents[path] = text }
    }
  }

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    contents.withLock { $0 }.sorted { $0.key < $1.key }.map {
      TreeFile(path: $0.key, contentID: Digest(of: $0.value).description)
    }
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    reads.withLock { $0.append(file.path) }
    guard let text = contents.withLock({ $0[file.path] }) else {
      throw SourceTreeError(.fileRefused, path: file.path, "there is no such file")
    }
    return Array(text.utf8)
  }
}

extension Rendering {
  /// `file:line severity code: message` of each finding.
  var findings: [String] {
    diagnostics.map {
      "\($0.location?.fileAndLine ?? "") \($0.severity.rawValue) \($0.code): \($0.message)"
    }
  }

  /// The objects of the first workspace by the names of their manifests.
  var desired: [String: DesiredObject] {
    Dictionary(
      (workspaces.first?.desired ?? []).map { ($0.reference.name, $0) },
      uniquingKeysWith: { first, _ in first })
  }
}

/// Manifests as people write them.
enum Text {
  static func instance(
    _ name: String = "prod", namespace: String = "monitoring", url: String = "https://grafana.example.org",
    labels: String = "grafana: prod", extra: String = ""
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: Grafana
    metadata: {name: \(name), namespace: \(namespace), labels: {\(labels)}}
    spec:
      external: {url: '\(url)', apiKey: {name: grafana, key: token}}
    \(indented(extra, by: 2))
    """
  }

  /// - Parameter spec: fields of `spec`, without indentation.
  static func object(
    _ kind: String, _ name: String, namespace: String = "monitoring", _ spec: String
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: \(kind)
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
    \(indented(spec, by: 2))
    """
  }

  static func dashboard(_ name: String, namespace: String = "monitoring", _ spec: String) -> String {
    object("GrafanaDashboard", name, namespace: namespace, spec)
  }

  static func datasource(_ name: String, _ fields: String = "", values: String = "") -> String {
    object(
      "GrafanaDatasource", name,
      values + "\ndatasource:\n" + indented("name: \(name)\ntype: postgres\nurl: http://db\n" + fields, by: 2)
    )
  }

  static func configMap(_ name: String, _ data: String, namespace: String = "monitoring") -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: \(name), namespace: \(namespace)}
    data:
    \(indented(data, by: 2))
    """
  }

  static func indented(_ text: String, by count: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }
}
