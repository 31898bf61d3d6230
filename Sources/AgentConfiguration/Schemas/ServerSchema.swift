import Documents

/// The agent's own server (grafana/agent, static/server/config.go and tls.go).
enum ServerSchema {
  static let server = MappingSchema(
    .text("log_format"), Fields(.oneOf("debug", "info", "warn", "error"), "log_level"),
    Fields(.mapping(tls), "http_tls_config grpc_tls_config"))

  private static let tls = MappingSchema(
    .file("cert_file key_file client_ca_file"), .text("client_auth_type"),
    Fields(.list(.choice(ciphers, ignoresCase: false)), "cipher_suites"),
    Fields(.list(.oneOf("CurveP256", "CurveP384", "CurveP521", "X25519")), "curve_preferences"),
    Fields(.oneOf("TLS10", "TLS11", "TLS12", "TLS13"), "min_version max_version"),
    .boolean("prefer_server_cipher_suites"), Fields(.mapping(certificateStore), "windows_certificate_filter"))

  private static let certificateStore = MappingSchema(
    Fields([
      "server": .mapping(
        MappingSchema(
          .text("store system_store template_id"), .texts("issuer_common_names"),
          .goDuration("refresh_interval"))),
      "client": .mapping(
        MappingSchema(.text("subject_regex template_id"), .texts("issuer_common_names"))),
    ]))

  /// Those that Go's crypto/tls does not call insecure.
  private static let ciphers = [
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
  ]
}
