import Base

/// Kind `Grafana`: a workspace that exists already, reached by its URL.
public struct GrafanaInstance: ManifestSpec {
  public static let kind = "Grafana"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  /// How requests prove who they are.
  public enum Credentials: Hashable, Sendable {
    /// A service account token or API key.
    case token(KeySelector)
    case basic(user: KeySelector, password: KeySelector)
  }

  /// How the workspace's certificate is judged.
  public enum TrustPolicy: Hashable, Sendable {
    case system
    /// Keys `ca.crt`, and `tls.crt` with `tls.key` where the workspace asks for a client certificate.
    case secret(namespace: String, name: String)
    case unverified
  }

  /// Without a slash at its end.
  public let url: String
  public let credentials: Credentials
  public let trust: TrustPolicy
  /// Sent with every request.
  public let headers: [String: String]
  /// Where folders, dashboards and other objects of the Kubernetes-style API lie whose manifests name no namespace; nil for
  /// `default`.
  public let tenantNamespace: String?
  /// For one request; grafana-operator's default is 10 s.
  public let timeout: Duration
  public let isSuspended: Bool
  /// The dashboard that the workspace shows first; nil leaves what the workspace has.
  public let homeDashboardUID: String?
  /// What the manifest says that the workspace takes.
  public let quotas: [ObjectKind: Quota]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard document.has("spec") else {
      document.missing("spec", remedy: "write spec.external with url and apiKey")
      return nil
    }
    guard let fields = document.object("spec", { Fields($0, metadata: metadata) }),
      let external = fields.external, let credentials = external.credentials
    else { return nil }
    url = external.url
    self.credentials = credentials
    trust = fields.client?.trust ?? external.trust ?? .system
    headers = fields.client?.headers ?? [:]
    tenantNamespace = fields.external?.tenantNamespace
    timeout = fields.client?.timeout ?? .seconds(10)
    isSuspended = fields.isSuspended
    homeDashboardUID = fields.homeDashboardUID
    quotas = WorkspaceQuotas.read(document, metadata)
  }
}

private struct Fields {
  var external: External?
  var client: Client?
  var isSuspended: Bool
  var homeDashboardUID: String?

  init(_ spec: FieldReader, metadata: ObjectMetadata) {
    isSuspended = spec.bool("suspend") ?? false
    client = spec.object("client") { Client($0, namespace: metadata.namespace) }
    for name in [
      "config", "deployment", "service", "ingress", "route", "httpRoute", "persistentVolumeClaim",
      "serviceAccount",
      "version", "jsonnet", "disableDefaultAdminSecret", "disableDefaultSecurityContext",
    ] where spec.has(name) {
      spec.warning(
        "ignored-field", at: name,
        "spec.\(name) is not applied: it describes a server in a cluster, this one is external")
    }
    homeDashboardUID = spec.object("preferences") { $0.uid("homeDashboardUid") }
    guard spec.has("external") else {
      spec.missing(
        "external", because: "and Sluice runs no servers of its own",
        remedy: "name the workspace with external.url and external.apiKey")
      return
    }
    external = spec.object("external") { External($0, namespace: metadata.namespace) }
  }
}

private struct External {
  var url: String
  var credentials: GrafanaInstance.Credentials?
  var trust: GrafanaInstance.TrustPolicy?
  var tenantNamespace: String?

  init?(_ fields: FieldReader, namespace: String) {
    tenantNamespace = fields.string("tenantNamespace").flatMap { $0.isEmpty ? nil : $0 }
    trust = fields.object("tls") { readTrust($0, namespace: namespace) }
    let token = fields.object("apiKey") { KeySelector($0) }
    let user = fields.object("adminUser") { KeySelector($0) }
    let password = fields.object("adminPassword") { KeySelector($0) }
    if let token {
      credentials = .token(token)
    } else if let user, let password {
      credentials = .basic(user: user, password: password)
    } else if !fields.has("apiKey") {
      fields.missing(
        "apiKey", because: "and there are no adminUser and adminPassword",
        remedy: "name a Secret that holds a service account token: apiKey: {name: …, key: …}")
    }
    guard var url = fields.requiredString("url", remedy: "write the workspace's URL, https://…") else {
      return nil
    }
    guard fields.checkURL("url", url, credentials: "use apiKey, or adminUser and adminPassword") else {
      return nil
    }
    if url.contains("?") || url.contains("#") {
      fields.error(
        "invalid-value", at: "url", "\(fields.qualified("url")) has a query or a fragment",
        remedy: "write the workspace's address only")
      return nil
    }
    while url.hasSuffix("/") { url.removeLast() }
    self.url = url
  }
}

private struct Client {
  var timeout: Duration?
  var headers: [String: String]
  var trust: GrafanaInstance.TrustPolicy?

  init(_ fields: FieldReader, namespace: String) {
    fields.ignore("preferIngress")
    if fields.bool("useKubeAuth") == true {
      fields.error(
        "refused-field", at: "useKubeAuth",
        "\(fields.qualified("useKubeAuth")) is not supported: there is no cluster to "
          + "issue the token", remedy: "use external.apiKey")
    }
    headers = fields.stringMap("headers") ?? [:]
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { Self.checkHeader(name, value, fields) }
    trust = fields.object("tls") { readTrust($0, namespace: namespace) }
    if let seconds = fields.integer("timeout") {
      // Upstream reads zero and less as "no timeout"; every wait has a deadline here.
      if seconds < 1 || seconds > 3600 {
        fields.error(
          "invalid-value", at: "timeout", "\(fields.qualified("timeout")) is \(seconds)",
          remedy: "write a number of seconds from 1 to 3600")
      } else {
        timeout = .seconds(seconds)
      }
    }
  }
}

extension Client {
  /// Headers that the request itself decides about; another value would break it or stand beside the right one.
  private static let fixedHeaders = [
    "authorization", "connection", "content-length", "content-type", "host", "transfer-encoding",
  ]

  fileprivate static func checkHeader(_ name: String, _ value: String, _ fields: FieldReader) {
    if fixedHeaders.contains(name.lowercased()) {
      fields.error(
        "refused-field", at: "headers", "\(fields.qualified("headers")) may not set \(name)",
        remedy: name.lowercased() == "authorization" ? "use external.apiKey" : "remove it")
    }
    // RFC 9110 section 5.6.2; a line end in a value would begin another header.
    let marks = "!#$%&'*+-.^_`|~".utf8
    let isToken = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || marks.contains(byte)
    }
    if name.isEmpty || !isToken || value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
      fields.error(
        "invalid-value", at: "headers",
        "\(fields.qualified("headers")): \(name.debugDescription) is no header of one line",
        remedy: "write a header's name and a text without line ends")
    }
  }
}

private func readTrust(_ fields: FieldReader, namespace: String) -> GrafanaInstance.TrustPolicy? {
  fields.atMostOne(["insecureSkipVerify", "certSecretRef"])
  let secret = fields.object("certSecretRef") { reference -> GrafanaInstance.TrustPolicy? in
    let space = reference.string("namespace") ?? namespace
    return reference.requiredString("name", remedy: "name the Secret with ca.crt").map {
      .secret(namespace: space, name: $0)
    }
  }
  if let secret { return secret }
  return fields.bool("insecureSkipVerify") == true ? .unverified : nil
}
