import Base

/// The section `logs`: instances that are Promtails in small.
enum LogsConversion {
  /// Adds the components of every instance.
  /// - Returns: the receivers of the instances, in their order.
  static func convert(
    _ settings: SettingReader, into assembly: inout ConfigurationAssembly
  ) -> [InstanceReceivers.Entry] {
    let global = settings.section("global")
    let directory = settings.text("positions_directory") ?? ""
    var receivers: [InstanceReceivers.Entry] = []
    for named in settings.instances {
      let name = named.name
      let instance = named.settings
      let own = instance.list("clients")
      let converted = LogInstance(
        settings: instance, label: AlloyIdentifier.sanitized("logs_" + name) ?? "logs",
        clients: own.isEmpty ? global.list("clients") : own, jobs: instance.list("scrape_configs"),
        watch: global.section("file_watch_config"), targets: instance.section("target_config"),
        limits: instance.section("limits_config"),
        positions: positions(instance, name: name, directory: directory))
      receivers.append(.init(instance: named, labels: converted.convert(into: &assembly)))
    }
    LokiWriteConversion.check(global.list("clients"))
    return receivers
  }

  private static func positions(_ instance: SettingReader, name: String, directory: String) -> String {
    let section = instance.section("positions")
    let others: [Argument] = [
      .dropped("sync_period", "ignore_invalid_yaml", because: "Alloy keeps positions by itself")
    ]
    _ = others.body(section)
    if let file = section.text("filename"), !file.isEmpty { return file }
    if directory.isEmpty {
      instance.refuseKeys("\(instance.path) has no positions.filename, and logs has no positions_directory")
      return ""
    }
    return (directory.hasSuffix("/") ? directory : directory + "/") + name + ".yml"
  }
}
