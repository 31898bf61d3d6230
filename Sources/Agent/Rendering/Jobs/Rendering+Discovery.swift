import Manifests

/// Reference agent-operator.md section 3.4, `kubernetes_sd_configs`.
extension Rendering {
  /// - Parameters:
  ///   - role: `endpoints`, `pod` or `ingress`.
  ///   - namespaces: empty for all.
  func discovery(_ role: String, in namespaces: [String], by settings: JobSettings.Discovery) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("role", .text(role))
    if !namespaces.isEmpty {
      entry.set("namespaces", .mapping(["names": .list(namespaces.map { .text($0) })]))
    }
    if let server = settings.apiServer {
      entry.set("api_server", text: server.host)
      entry.set("basic_auth", server.basicAuth.map { plainBasicAuth($0, of: settings.owner) })
      entry.set("authorization", authorization(server.bearerToken, file: server.bearerTokenFile))
      entry.set("tls_config", server.tls.map { tls($0, of: settings.owner) })
    }
    return entry.value
  }

  /// The namespaces that a monitor looks in; empty for all.
  func namespaces(_ selector: NamespaceSelector, own: String, isIgnored: Bool) -> [String] {
    if isIgnored { return [own] }
    if selector.isAny { return [] }
    return selector.names.isEmpty ? [own] : selector.names
  }

  /// User and password in the text itself.
  func plainBasicAuth(_ credentials: BasicAuth, of owner: Owner) -> ConfigValue {
    var entry = ConfigMapping()
    entry.set("username", value(.secret(credentials.username), of: owner))
    entry.set("password", value(.secret(credentials.password), of: owner))
    return entry.value
  }
}
