import Base

/// Clients and jobs that belong together: a Promtail, or a logs instance of the agent.
struct LogInstance {
  /// The instance itself, or the whole of a Promtail.
  let settings: SettingReader
  /// What all labels begin with; nil for a Promtail.
  let label: String?
  let clients: [SettingReader]
  let jobs: [SettingReader]
  let watch: SettingReader
  let targets: SettingReader
  let limits: SettingReader
  /// The file that remembers how far files were read.
  let positions: String

  /// Adds the components.
  /// - Returns: the labels that the clients got.
  @discardableResult
  func convert(into assembly: inout ConfigurationAssembly) -> [String] {
    let maxStreams = limits.integer("max_streams") ?? 0
    var labels: [String] = []
    for (index, client) in clients.enumerated() {
      let name = label ?? "default"
      var group = ComponentGroup()
      group.append(
        LokiWriteConversion.block(
          client, label: index == 0 ? name : "\(name)_\(index + 1)", maxStreams: maxStreams))
      labels += assembly.add(group, at: client.position).blocks.compactMap(\.label)
    }
    let context = LogContext(
      receivers: labels.map { .path("loki.write.\($0).receiver") }, watch: watch, targets: targets,
      limits: limits, positions: positions)
    if clients.isEmpty, !jobs.isEmpty {
      settings.findings.note(
        "\(settings.path.isEmpty ? "Promtail" : settings.path) has no clients: what its jobs read goes nowhere",
        at: settings.position, remedy: "write clients, each with the url of a receiver")
    }
    // Promtail and the agent take several jobs of one name; their labels get numbers.
    for job in jobs {
      job.require("job_name")
      guard let name = job.text("job_name").flatMap({ AlloyIdentifier.sanitized($0) }) else { continue }
      let own = label.map { "\($0)_\(name)" } ?? name
      assembly.add(LogJobConversion.group(job, label: own, context: context), at: job.position)
    }
    return labels
  }
}
