import Agent
import Base
import Manifests
import Platform
import Reconcile
import Secrets

/// The GrafanaAgents of a directory with manifests as configurations of Grafana Alloy, whatever mode they are in.
struct NativeAgents {
  let files: [AgentFile]
  /// What is wrong with the manifests that they are made of, and what does not come along, sorted by file and line.
  let findings: [Diagnostic]

  /// Whether something could not be made or would not come along.
  var isWhole: Bool { !findings.contains { $0.severity == .error } }

  /// Of the configurations, below the directory that they are written to.
  var paths: [String] { configurations.map(\.path) }

  /// What is missing where the configurations are printed only: the files of values that they name.
  var unwrittenValues: Diagnostic? {
    let values = files.filter { if case .value = $0.content { true } else { false } }
    guard let first = values.first else { return nil }
    let count = values.count == 1 ? "a file with a value" : "\(values.count) files with values"
    return Diagnostic(
      .warning, code: "unwritten-values",
      "what is printed names \(count) that \(values.count == 1 ? "is" : "are") not written: \(first.path)"
        + (values.count == 1 ? "" : " and others"),
      remedy: "give --write-to DIRECTORY, which writes them too and names them where they are")
  }

  private var configurations: [AgentFile] {
    files.filter { if case .configuration = $0.content { true } else { false } }
  }

  /// Those of the command's first argument by its options.
  static func read(_ call: CommandCall) async throws(CommandFailure) -> NativeAgents {
    let values = call.values
    let directory = call.words.first ?? "."
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    let set: ManifestSet<ManifestObject>
    do throws(SourceTreeError) {
      set = try await loader.load(DirectoryTree(directory), path: "")
    } catch {
      throw CommandFailure(error.message)
    }
    let target = values[Settings.writeTo]
    // What is to be run has its secrets; what is only looked at may go without.
    let standIn = values[Settings.secrets] == nil && target == nil ? DirectoryRendering.standIn : nil
    let lookup = ValueLookup(
      manifests: set.items, heldBack: set.heldBack, directory: values[Settings.secrets], standIn: standIn,
      scrubber: call.scrubber)
    let settings = AgentSettings(
      outputDirectory: target ?? "/", mode: .alloy,
      acceptsLosses: values[Settings.bypassErrors] == true)
    let outputs = await AgentBuilder(settings: settings).build(AgentInput(set)) { lookup.agentAnswer($0) }
      .filter { output in
        (values[Settings.agentNamespace].map { $0 == output.agent.namespace } ?? true)
          && (values[Settings.agentName].map { $0 == output.agent.name } ?? true)
      }
    guard !outputs.isEmpty else {
      throw CommandFailure(
        "\(directory) has no such GrafanaAgent", remedy: "look at the names with sluice validate \(directory)"
      )
    }
    return NativeAgents(set, outputs, call.scrubber)
  }

  private init(_ set: ManifestSet<ManifestObject>, _ outputs: [AgentOutput], _ scrubber: Scrubber) {
    files = outputs.flatMap(\.files)
    let kinds: Set = [
      GrafanaAgent.kind, MetricsInstance.kind, LogsInstance.kind, Integration.kind, ServiceMonitor.kind,
      PodMonitor.kind, Probe.kind, PodLogs.kind,
    ]
    // What is wrong with dashboards is the business of other commands.
    let manifests = set.diagnostics.filter { $0.subject.map { kinds.contains($0.kind) } ?? true }
    var seen: Set<Diagnostic> = []
    findings = (manifests + outputs.flatMap(\.diagnostics)).map { $0.mapTexts(scrubber.scrub) }
      .filter { seen.insert($0).inserted }.sorted()
  }

  /// All texts; more than one stand behind comments with their paths.
  var text: String {
    let configurations = configurations
    if configurations.count == 1 { return configurations[0].bytes.revealed }
    return configurations.map { "// \($0.path)\n\n\($0.bytes.revealed)" }.joined(separator: "\n")
  }

  /// Writes all files below a directory, readable by their owner only, with the values that the configurations name.
  func write(to directory: String) throws(CommandFailure) {
    for file in files {
      let path = "\(directory)/\(file.path)"
      do throws(FileError) {
        try FileSystem.makeDirectories(FileSystem.parent(of: path))
        try file.bytes.withBytes { bytes throws(FileError) in
          try AtomicFile.write(bytes, to: path, mode: 0o600)
        }
      } catch {
        throw CommandFailure(error.description)
      }
    }
  }
}
