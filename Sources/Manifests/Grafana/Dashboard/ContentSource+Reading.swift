import Base
import Documents

extension ContentSource {
  private static let fields = [
    "json", "gzipJson", "url", "configMapRef", "grafanaCom", "jsonnet", "jsonnetLib", "oci",
  ]

  /// Reads the one source that is set; nil after telling what is wrong.
  /// - Parameters:
  ///   - metadata: its annotations may name a token for `url`.
  ///   - noun: as `ContentManifest.noun`.
  ///   - hasCatalogue: grafana.com has such objects.
  static func read(
    _ spec: FieldReader, metadata: ObjectMetadata, noun: String, hasCatalogue: Bool
  ) -> ContentSource? {
    let present = fields.filter { spec.has($0) }
    let cacheDuration = spec.duration("contentCacheDuration")
    let authorization = authorization(spec, metadata)
    spec.refuse(
      "oci", because: "nothing is fetched from OCI registries", remedy: "commit the \(noun)'s JSON instead")
    if !hasCatalogue {
      spec.refuse(
        "grafanaCom", because: "grafana.com has no \(noun)s", remedy: "commit the \(noun)'s JSON instead")
    }
    guard let source = present.first else {
      spec.missing(
        "json",
        remedy:
          "write json, gzipJson, url, configMapRef, \(hasCatalogue ? "grafanaCom, " : "")jsonnet or jsonnetLib"
      )
      return nil
    }
    spec.atMostOne(fields)
    switch source {
    case "json": return spec.text("json").map { .json($0) }
    case "gzipJson": return spec.text("gzipJson").map { .gzipJSON($0) }
    case "configMapRef": return spec.object("configMapRef") { KeySelector($0) }.map { .configMap($0) }
    case "url":
      return url(
        spec, cacheDuration, authorization,
        credentials: "name a Secret with spec.urlAuthorization.basicAuth"
      ).map { .url($0) }
    case "grafanaCom" where hasCatalogue: return grafanaCom(spec, cacheDuration).map { .grafanaCom($0) }
    case "jsonnet": return spec.text("jsonnet").map { .jsonnet($0) }
    case "jsonnetLib": return project(spec).map { .jsonnetProject($0) }
    default: return nil
    }
  }

  // MARK: URL

  /// - Parameter credentials: what to do about credentials in the URL.
  static func url(
    _ spec: FieldReader, _ cacheDuration: Duration?, _ authorization: URLAuthorization?, credentials: String
  ) -> URLSource? {
    guard let url = spec.string("url"),
      spec.checkURL("url", url, credentials: credentials)
    else { return nil }
    if authorization != nil, url.hasPrefix("http://") {
      spec.warning(
        "credentials-in-clear", at: "url", "spec.url is http, so the credentials for it are sent in clear",
        remedy: "write https://…")
    }
    return URLSource(
      url: url, cacheDuration: cacheDuration, authorization: authorization,
      origin: spec.document.location(spec.position("url")))
  }

  private static func authorization(_ spec: FieldReader, _ metadata: ObjectMetadata) -> URLAuthorization? {
    let basic = spec.object("urlAuthorization") { fields in
      fields.requiredObject("basicAuth", remedy: "write basicAuth with username and password") { basic in
        let remedy = "name a key of a Secret"
        let user = basic.requiredObject("username", remedy: remedy) { KeySelector($0) }
        let password = basic.requiredObject("password", remedy: remedy) { KeySelector($0) }
        guard let user, let password else { return nil as URLAuthorization? }
        return .basic(user: user, password: password)
      }
    }
    let bearer = bearer(spec, metadata)
    let field = spec.has("urlAuthorization") ? "urlAuthorization" : nil
    if basic != nil || bearer != nil, !spec.has("url") {
      spec.warning(
        "ignored-credentials", at: field, "credentials have no effect without spec.url",
        remedy: "remove them")
    }
    if basic != nil, bearer != nil {
      spec.error(
        "exclusive-fields", at: field,
        "spec.urlAuthorization may not be set together with \(ObjectMetadata.urlTokenAnnotation)",
        remedy: "keep one of them")
    }
    return basic ?? bearer
  }

  static func bearer(_ spec: FieldReader, _ metadata: ObjectMetadata) -> URLAuthorization? {
    let name = ObjectMetadata.urlTokenAnnotation
    guard let text = metadata.annotations[name] else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      spec.error(
        "invalid-value", "annotation \(name) names no key of a Secret: \(text)", remedy: "write NAME/KEY")
      return nil
    }
    return .bearer(
      KeySelector(name: parts[0], key: parts[1], origin: spec.document.location(spec.node.position)))
  }

  // MARK: Others

  static func grafanaCom(_ spec: FieldReader, _ cacheDuration: Duration?) -> GrafanaComSource? {
    spec.object("grafanaCom") { fields in
      if !fields.has("id") {
        fields.missing("id", remedy: "write the number at the end of the dashboard's address")
      }
      let numbers = ["id", "revision"].map { name -> Int? in
        guard let number = fields.integer(name) else { return nil }
        if number < 1 {
          fields.error(
            "invalid-value", at: name, "\(fields.qualified(name)) is \(number)",
            remedy: "write a number from 1 on")
        }
        return number
      }
      guard let id = numbers[0] else { return nil }
      return GrafanaComSource(
        id: id, revision: numbers[1], cacheDuration: cacheDuration,
        origin: spec.document.location(spec.position("grafanaCom")))
    }
  }

  private static func project(_ spec: FieldReader) -> JsonnetProject? {
    spec.object("jsonnetLib") { fields in
      let name = fields.requiredString("fileName", remedy: "name the file of the archive to evaluate")
      let paths = fields.strings("jPath") ?? []
      if !fields.has("gzipJsonnetProject") {
        fields.missing("gzipJsonnetProject", remedy: "write what tar -cz PROJECT | base64 prints")
      }
      guard let name, let archive = fields.text("gzipJsonnetProject") else { return nil }
      return JsonnetProject(
        fileName: name, searchPaths: paths, archive: archive,
        origin: spec.document.location(spec.position("jsonnetLib")))
    }
  }
}

extension ContentVariable {
  /// Reads `envs` and `envFrom`, the first of which wins on the same name.
  static func read(_ spec: FieldReader) -> [ContentVariable] {
    func origin(_ fields: FieldReader) -> SourceLocation { fields.document.location(fields.node.position) }
    let imported: [ContentVariable] =
      spec.objects("envFrom") { fields in
        ValueSource(fields).map {
          ContentVariable(name: $0.selector.key, value: .source($0), origin: origin(fields))
        }
      } ?? []
    var names: Set<String> = []
    let written: [ContentVariable] =
      spec.objects("envs") { fields -> ContentVariable? in
        fields.atMostOne(["value", "valueFrom"])
        let source = fields.object("valueFrom") { ValueSource($0) }
        let text = fields.string("value")
        guard let name = fields.requiredString("name", remedy: "name the variable") else {
          return nil
        }
        if !names.insert(name).inserted {
          fields.error(
            "duplicate-name", at: "name", "spec.envs names \(name) twice", remedy: "keep one of them")
        }
        if let source { return ContentVariable(name: name, value: .source(source), origin: origin(fields)) }
        return ContentVariable(name: name, value: .text(text ?? ""), origin: origin(fields))
      } ?? []
    return imported.filter { !names.contains($0.name) } + written
  }
}
