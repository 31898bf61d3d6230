import Base
import Documents
import HTTP
import Manifests
import Secrets

/// Content that lies on another machine, and how it is asked for.
struct RemoteContent: Sendable {
  /// What is asked first: the content itself, or the list of the revisions that it has.
  let first: URLContentCache.Request
  /// Where the newest revision of a list is found; nil where the first request brings the content.
  let newest: Revisions?
  /// What messages call it: `spec.url`.
  let field: String
  let origin: SourceLocation

  /// The revisions of a dashboard of grafana.com (reference grafana-operator.md section 3).
  struct Revisions: Sendable {
    let address: String
    let cacheDuration: Duration?

    func request(_ revision: Int) -> URLContentCache.Request {
      URLContentCache.Request(
        url: "\(address)/\(revision)/download", cacheDuration: cacheDuration,
        remedy: RemoteContent.catalogueRemedy)
    }
  }

  fileprivate static let catalogueRemedy = "check id and revision at grafana.com/grafana/dashboards"
}

/// Finds out what manifests name on other machines.
struct RemoteContents: Sendable {
  let lookup: ValueLookup
  /// Key of the digests of credentials.
  let key: [UInt8]
  /// Where grafana.com is, without a slash at the end.
  let catalogue: String

  /// Nil for content that lies elsewhere.
  func content(
    _ manifest: some ContentManifest, namespace: String
  ) throws(LookupError) -> RemoteContent? {
    switch manifest.content {
    case .url(let source):
      let header = try authorization(source.authorization, namespace)
      return RemoteContent(
        first: URLContentCache.Request(
          url: source.url, cacheDuration: source.cacheDuration, authorization: header,
          caller: header.map { $0.value.withBytes { Digest(of: $0, key: key) }.description } ?? "",
          remedy: header == nil ? "check the URL" : "check the URL and its credentials",
          noun: type(of: manifest).noun),
        newest: nil, field: "spec.url", origin: source.origin)
    case .grafanaCom(let source):
      let revisions = RemoteContent.Revisions(
        address: "\(catalogue)/api/dashboards/\(source.id)/revisions", cacheDuration: source.cacheDuration)
      guard let revision = source.revision else {
        return RemoteContent(
          first: URLContentCache.Request(
            url: revisions.address, cacheDuration: source.cacheDuration, remedy: RemoteContent.catalogueRemedy
          ),
          newest: revisions, field: "spec.grafanaCom", origin: source.origin)
      }
      return RemoteContent(
        first: revisions.request(revision), newest: nil, field: "spec.grafanaCom", origin: source.origin)
    case .json, .gzipJSON, .configMap, .jsonnet, .jsonnetProject: return nil
    }
  }

  private func authorization(
    _ authorization: URLAuthorization?, _ namespace: String
  ) throws(LookupError) -> SecretHeader? {
    switch authorization {
    case .basic(let user, let password):
      let name = try lookup.value(.secret(user), namespace: namespace, isName: true)
      return .basic(
        user: name.revealed, password: try lookup.value(.secret(password), namespace: namespace))
    case .bearer(let token): return .bearer(try lookup.value(.secret(token), namespace: namespace).trimmed)
    case nil: return nil
    }
  }
}

extension URLContentCache {
  /// Fetches what has expired: first what needs nothing else, then the revisions that the lists name.
  func refresh(_ contents: [RemoteContent]) async {
    await refresh(contents.map(\.first))
    let second = contents.compactMap { try? self.second($0) }
    if !second.isEmpty { await refresh(second) }
  }

  /// What is known of it now; nothing is fetched.
  func standing(of content: RemoteContent) -> [Standing] {
    let first = standing(of: content.first)
    guard content.newest != nil else { return [first] }
    return [first] + ((try? second(content)).map { [standing(of: $0)] } ?? [])
  }

  func content(of content: RemoteContent) async throws(Problem) -> Content {
    guard content.newest != nil else { return try await self.content(of: content.first) }
    let list = try await self.content(of: content.first)
    guard let request = try second(content, list) else {
      throw Problem(
        message: "the dashboard has no revisions at \(content.first.url)", remedy: content.first.remedy)
    }
    let found = try await self.content(of: request)
    return Content(bytes: found.bytes, staleBecause: found.staleBecause ?? list.staleBecause)
  }

  /// The keys of all that it needs.
  func keys(of content: RemoteContent) -> [String] {
    [content.first.key] + ((try? second(content)).map { [$0.key] } ?? [])
  }

  private func second(_ content: RemoteContent) throws(Problem) -> Request? {
    guard content.newest != nil, let list = try kept(content.first) else { return nil }
    return try second(content, list)
  }

  /// The request for the newest revision that a list names.
  private func second(_ content: RemoteContent, _ list: Content) throws(Problem) -> Request? {
    let json: JSON
    do {
      json = try JSONParser.parse(list.bytes, options: .lenient)
    } catch {
      throw Problem(
        message: "the list of revisions at \(content.first.url) is not JSON", remedy: content.first.remedy)
    }
    let revisions = (json["items"]?.arrayValue ?? []).compactMap { $0["revision"]?.intValue }
    return revisions.max().flatMap { content.newest?.request($0) }
  }
}
