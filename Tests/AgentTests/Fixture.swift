import Agent
import Base
import Manifests
import Testing

/// Repository files in memory.
struct Repository: SourceTree {
  var files: [String: String]

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    files.keys.sorted().map { TreeFile(path: $0, contentID: Digest(of: files[$0] ?? "").description) }
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    Array((files[file.path] ?? "").utf8)
  }
}

/// Builds what the files declare, with values by their store keys.
func build(
  _ files: [String: String], values: [String: String] = [:], settings: AgentSettings = .test,
  lastFiles: [ObjectReference: Set<String>] = [:]
) async throws -> [AgentOutput] {
  await AgentBuilder(settings: settings).build(try await input(files, lastFiles: lastFiles)) { reference in
    values[reference.storeKey].map { .found(SecretValue($0)) }
      ?? .missing("there is no value for \(reference): the repository has none", remedy: "add it")
  }
}

func input(
  _ files: [String: String], lastFiles: [ObjectReference: Set<String>] = [:]
) async throws -> AgentInput {
  let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
  return AgentInput(try await loader.load(Repository(files: files), path: ""), lastFiles: lastFiles)
}

/// Builds one file that declares one GrafanaAgent.
func buildOne(_ text: String, values: [String: String] = [:]) async throws -> AgentOutput {
  let outputs = try await build(["a.yaml": text], values: values)
  try #require(outputs.count == 1)
  return outputs[0]
}

extension AgentSettings {
  static let test = AgentSettings(outputDirectory: "/srv/agents")
}

extension AgentOutput {
  /// A file as it will be written.
  func text(_ path: String) -> String? { files.first { $0.path == path }?.bytes.revealed }

  /// `file:line:column severity message`, with the remedy behind a dash.
  var findings: [String] {
    diagnostics.map {
      "\($0.location?.description ?? "?") \($0.severity.rawValue) \($0.message)\($0.remedy.map { " — \($0)" } ?? "")"
    }
  }
}

/// A GrafanaAgent that selects everything in its namespace.
let plainAgent = """
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: GrafanaAgent
  metadata: {name: ga, namespace: mon}
  spec:
    metrics:
      instanceSelector: {}
    integrations:
      selector: {}

  """

/// A MetricsInstance that sends to one place.
let plainInstance = """
  ---
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: MetricsInstance
  metadata: {name: primary, namespace: mon}
  spec:
    remoteWrite:
    - url: https://m

  """

/// The same, with PodMonitors of its namespace.
let monitoredInstance = """
  ---
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: MetricsInstance
  metadata: {name: primary, namespace: mon}
  spec:
    remoteWrite: [{url: "https://m"}]
    podMonitorSelector: {}

  """

/// A LogsInstance that sends to one place, with PodLogs of its namespace.
let plainLogsInstance = """
  ---
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: LogsInstance
  metadata: {name: all, namespace: mon}
  spec:
    clients: [{url: "https://l"}]
    podLogsSelector: {}

  """

/// - Parameter endpoints: as YAML, a list.
func podMonitor(_ endpoints: String) -> String {
  """
  ---
  apiVersion: monitoring.coreos.com/v1
  kind: PodMonitor
  metadata: {name: shop, namespace: mon}
  spec:
    selector: {}
    podMetricsEndpoints: \(endpoints)

  """
}

/// - Parameter stages: as YAML, a list.
func podLogs(_ stages: String) -> String {
  """
  ---
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: PodLogs
  metadata: {name: shop, namespace: mon}
  spec:
    selector: {}
    pipelineStages: \(stages)

  """
}

func integration(_ name: String, _ spec: String, extra: String = "") -> String {
  """
  ---
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: Integration
  metadata: {name: \(name), namespace: mon\(extra)}
  spec: \(spec)

  """
}

extension String {
  /// With the first occurrence replaced.
  func replacing(_ part: String, with text: String) -> String {
    guard let range = ranges(of: part).first else { return self }
    return String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
