import Base
import HTTP
import Platform

/// Reads how a server is reached: a `cluster` of a kubeconfig.
struct KubeconfigCluster {
  let fields: KubeconfigFields
  /// Relative paths are relative to the kubeconfig.
  let directory: String
  let files: ClusterFiles

  /// Nil after telling why there is none.
  func settings() -> ClusterSettings? {
    let server = server()
    let authorities = KubeconfigFile(fields: fields, directory: directory, files: files)
      .pem("certificate-authority", of: "CERTIFICATE")
    let skips = fields.flag("insecure-skip-tls-verify")
    if skips, authorities != nil {
      // As client-go refuses it (rest/config.go, transport/transport.go).
      fields.add(
        "insecure-skip-tls-verify",
        "\(fields.path("insecure-skip-tls-verify")) is true although a certificate authority is given",
        remedy: "keep one of them")
    }
    let serverName = fields.text("tls-server-name")
    let proxy = proxy()
    let isPlain = fields.flag("disable-compression")
    fields.ignore("extensions")
    fields.refuseOthers()
    guard let server else { return nil }
    var settings = ClusterSettings(server: server, name: server.text.withoutSlash)
    settings.authorities = authorities
    settings.skipsVerification = skips
    settings.serverName = serverName
    settings.proxy = proxy
    settings.acceptsCompression = !isPlain
    return settings
  }

  private func server() -> HTTPURL? {
    guard let text = fields.text("server") else {
      fields.add(
        "server", "\(fields.path("server")) is missing",
        remedy: "write for example https://api.example.org:6443")
      return nil
    }
    do throws(HTTPURL.Malformed) {
      let url = try HTTPURL(text)
      if url.userInfo != nil || url.query != nil {
        fields.add(
          "server", "\(fields.path("server")) has a user, a password or a query",
          remedy: "write the address alone; username and password have fields of their own")
        return nil
      }
      return url
    } catch {
      fields.add("server", "\(fields.path("server")) is no URL: \(error.reason)", remedy: nil)
      return nil
    }
  }

  private func proxy() -> HTTPURL? {
    guard let text = fields.text("proxy-url") else { return nil }
    if let url = try? HTTPURL(text) { return url }
    fields.add(
      "proxy-url", "\(fields.path("proxy-url")) is no URL of an http or https proxy",
      remedy: "write for example http://proxy.example.org:3128; socks5 is not supported")
    return nil
  }
}

extension String {
  fileprivate var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
