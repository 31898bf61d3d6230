import Alloy
import Testing

/// How receivers and scrape jobs log in and speak HTTP.
@Suite struct HTTPClientTests {
  @Test(arguments: [
    (
      "basic_auth: {username: u, password: p}",
      "basic_auth {\n\tusername = \"u\"\n\tpassword = \"p\"\n}\n"
    ),
    (
      "basic_auth: {username: u, password_file: /p}",
      "basic_auth {\n\tusername      = \"u\"\n\tpassword_file = \"/p\"\n}\n"
    ),
    ("bearer_token: t", "authorization {\n\ttype        = \"Bearer\"\n\tcredentials = \"t\"\n}\n"),
    (
      "bearer_token_file: /t",
      "authorization {\n\ttype             = \"Bearer\"\n\tcredentials_file = \"/t\"\n}\n"
    ),
    (
      "authorization: {credentials: t}",
      "authorization {\n\ttype        = \"Bearer\"\n\tcredentials = \"t\"\n}\n"
    ),
    (
      "authorization: {type: Token, credentials_file: /t}",
      "authorization {\n\ttype             = \"Token\"\n\tcredentials_file = \"/t\"\n}\n"
    ),
    (
      "oauth2: {client_id: c, client_secret: s, token_url: http://t, scopes: [a, b], endpoint_params: {k: v}}",
      """
      oauth2 {
      \tclient_id     = "c"
      \tclient_secret = "s"
      \tscopes        = ["a", "b"]
      \ttoken_url     = "http://t"
      \tendpoint_params = {
      \t\tk = "v",
      \t}

      \ttls_config { }
      }

      """
    ),
    (
      "tls_config: {ca_file: /ca, cert: c, key_file: /k, server_name: s, insecure_skip_verify: true, min_version: TLS12}",
      """
      tls_config {
      \tca_file              = "/ca"
      \tcert_pem             = "c"
      \tkey_file             = "/k"
      \tserver_name          = "s"
      \tinsecure_skip_verify = true
      \tmin_version          = "TLS12"
      }

      """
    ),
    ("proxy_url: http://p", "proxy_url     = \"http://p\"\n"),
    ("proxy_from_environment: true", "proxy_from_environment = true\n"),
    ("follow_redirects: false", "follow_redirects = false\n"),
  ])
  func jobsLogIn(_ written: String, _ expected: String) throws {
    let converted = Converted.job(written)
    let statements = try AlloyParser.configuration(expected).statements
    let block = try #require(converted.blocks.first)
    #expect(Array(block.body.dropFirst(3)) == statements)
    #expect(converted.errors == [])
  }

  @Test func protocolsHaveOtherDefaultsAtReceivers() {
    #expect(Converted.job("enable_http2: false").body("prometheus.scrape.j").contains("enable_http2 = false"))
    #expect(!Converted.job("enable_http2: true").body("prometheus.scrape.j").contains("http2"))
    let receiver = Converted.receiver("enable_http2: true").body("prometheus.remote_write.default")
    #expect(receiver.contains("enable_http2 = true"))
    #expect(
      !Converted.receiver("enable_http2: false").body("prometheus.remote_write.default").contains("http2"))
  }

  @Test(arguments: [
    ("basic_auth: {username: u}\nbearer_token: t", "more than one of basic_auth"),
    ("bearer_token: t\nbearer_token_file: /t", "more than one of basic_auth"),
    ("basic_auth: {password: p, password_file: /p}", "has both password and password_file"),
    ("oauth2: {token_url: http://t}", "oauth2 has no client_id"),
    ("oauth2: {client_id: c}", "oauth2 has no token_url"),
    (
      "oauth2: {client_id: c, token_url: u, client_secret: a, client_secret_file: b}",
      "both client_secret and client_secret_file"
    ),
    ("tls_config: {cert_file: /c}", "no client key"), ("tls_config: {key: k}", "no client certificate"),
    ("tls_config: {ca: c, ca_file: /c}", "has both ca and ca_file"),
    ("tls_config: {insecure_skip_verify: maybe}", "must be true or false"),
    ("basic_auth: {usrname: u}", "unknown field usrname in scrape_configs[0].basic_auth, did you mean"),
  ])
  func whatPrometheusRefusesIsRefused(_ written: String, _ problem: String) {
    let converted = Converted.job(written)
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors.contains { $0.contains(problem) }, "\(converted.errors)")
  }

  /// Of two logins neither is called unknown.
  @Test func severalLoginsAreToldOnce() {
    let converted = Converted.job("bearer_token: t\nbearer_token_file: /t\nauthorization: {credentials: c}")
    #expect(converted.errors.count == 1 && converted.errors[0].contains("more than one of"))
  }

  @Test(arguments: [
    "http_headers: {X: {values: [a]}}", "tls_config: {max_version: TLS13}",
    "authorization: {credentials_ref: x}",
    "basic_auth: {username_file: /u}",
  ])
  func whatAlloyLacksIsTold(_ written: String) {
    let converted = Converted.job(written)
    #expect(converted.conversion.configuration != nil && !converted.conversion.isComplete)
    #expect(converted.errors.count == 1 && converted.errors[0].contains("cannot be carried over"))
  }

  /// Whatever is wrong with a configuration, what is secret in it stays out of the messages.
  @Test(arguments: [
    "basic_auth: {username: u, password: [hush]}", "basic_auth: {password: hush, password_file: hush}",
    "bearer_token: hush\nbearer_token_file: hush", "authorization: hush", "oauth2: {client_secret: hush}",
    "tls_config: {key: hush}", "params: hush", "headers: hush", "http_headers: {X: {secrets: [hush]}}",
    "scrape_interval: hush", "kubernetes_sd_configs: hush", "static_configs: [hush]",
    "relabel_configs: [{regex: \"hush(\", action: hush}]", "honor_labels: hush",
    "azure_sd_configs: [{client_secret: hush, authentication_method: hush}]",
    "ec2_sd_configs: [{secret_key: hush, secret: hush}]",
  ])
  func valuesAreNotInMessages(_ written: String) {
    let converted = Converted.job(written)
    #expect(!converted.errors.isEmpty)
    for diagnostic in converted.conversion.diagnostics {
      #expect(!diagnostic.message.contains("hush") && diagnostic.remedy?.contains("hush") != true)
    }
  }
}
