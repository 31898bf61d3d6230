import Base

/// Where the JSON of a dashboard comes from (reference grafana-operator.md section 3).
public enum ContentSource: Sendable {
  case json(ManifestText)
  /// Base64 of gzip of JSON.
  case gzipJSON(ManifestText)
  case url(URLSource)
  case grafanaCom(GrafanaComSource)
  case configMap(KeySelector)
  /// A snippet that evaluates to the JSON.
  case jsonnet(ManifestText)
  case jsonnetProject(JsonnetProject)

  /// The same without long texts, which are read again when they are needed.
  public var stripped: ContentSource {
    switch self {
    case .json(let text): .json(text.stripped)
    case .gzipJSON(let text): .gzipJSON(text.stripped)
    case .jsonnet(let text): .jsonnet(text.stripped)
    case .jsonnetProject(let project): .jsonnetProject(project.stripped)
    case .url, .grafanaCom, .configMap: self
    }
  }

  /// Whether it is evaluated, so that `envs` reach it as external variables.
  public var isEvaluated: Bool {
    switch self {
    case .jsonnet, .jsonnetProject: true
    case .json, .gzipJSON, .url, .grafanaCom, .configMap: false
    }
  }
}

/// Content behind a URL.
public struct URLSource: Hashable, Sendable {
  public let url: String
  /// How long a fetched copy is good; nil leaves it to whoever fetches.
  public let cacheDuration: Duration?
  public let authorization: URLAuthorization?
  public let origin: SourceLocation
}

/// How a request for content proves who asks.
public enum URLAuthorization: Hashable, Sendable {
  case basic(user: KeySelector, password: KeySelector)
  /// Our own, by annotation: upstream knows basic authentication only.
  case bearer(KeySelector)
}

/// A dashboard of the catalogue at grafana.com.
public struct GrafanaComSource: Hashable, Sendable {
  public let id: Int
  /// Nil follows the newest one.
  public let revision: Int?
  public let cacheDuration: Duration?
  public let origin: SourceLocation
}

/// Jsonnet files in an archive.
public struct JsonnetProject: Sendable {
  /// The file that is evaluated.
  public let fileName: String
  /// Folders of the archive in which imports are looked for, the last one first.
  public let searchPaths: [String]
  /// Base64 of a tar archive packed with gzip.
  public let archive: ManifestText
  public let origin: SourceLocation

  var stripped: JsonnetProject {
    JsonnetProject(
      fileName: fileName, searchPaths: searchPaths, archive: archive.stripped, origin: origin)
  }
}

/// A value that content is made with: an external variable of Jsonnet.
public struct ContentVariable: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    case text(String)
    case source(ValueSource)
  }

  public let name: String
  public let value: Value
  public let origin: SourceLocation
}
