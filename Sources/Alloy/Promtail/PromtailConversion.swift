import Base

/// A whole configuration of Promtail (grafana/alloy, internal/converter/internal/promtailconvert).
enum PromtailConversion {
  static func configuration(_ settings: SettingReader) -> AlloyConfiguration {
    var assembly = ConfigurationAssembly()
    var clients = settings.list("clients")
    let single = settings.section("client")
    if single.has("url") { clients.append(single) } else { LokiWriteConversion.check([single]) }
    let instance = LogInstance(
      settings: settings, label: nil, clients: clients, jobs: settings.list("scrape_configs"),
      watch: settings.section("global").section("file_watch_config"),
      targets: settings.section("target_config"), limits: settings.section("limits_config"),
      positions: positions(settings.section("positions")))
    instance.convert(into: &assembly)
    checkProcess(settings)
    return assembly.configuration
  }

  private static func positions(_ settings: SettingReader) -> String {
    let others: [Argument] = [
      .dropped("sync_period", "ignore_invalid_yaml", because: "Alloy keeps positions by itself")
    ]
    _ = others.body(settings)
    return settings.text("filename") ?? "/var/log/positions.yaml"
  }

  /// What is about Promtail's own process.
  private static func checkProcess(_ settings: SettingReader) {
    if settings.section("wal").flag("enabled") == true {
      settings.findings.lose(
        "wal cannot be carried over: Alloy's log for logs is set at loki.write",
        at: settings.position(of: "wal"))
    }
    if settings.section("tracing").flag("enabled") == true {
      settings.findings.warn(
        "tracing is left out: it comes from the environment, see Alloy's block tracing",
        at: settings.position(of: "tracing"))
    }
    let server = settings.section("server")
    let others: [Argument] = [
      .lost("http_path_prefix"),
      .dropped(
        "log_level", "log_format", because: "the block logging sets it in Alloy"),
    ]
    _ = others.body(server)
    // The rest is about ports and limits of a server that Alloy has anyway.
    server.know(server.keys)
    settings.know("options")
    for key in ["wal", "tracing"] { settings.section(key).know(settings.section(key).keys) }
  }
}
