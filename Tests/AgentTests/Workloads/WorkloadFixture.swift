import Agent
import Base
import Documents
import Testing

/// The manifests that one GrafanaAgent gives.
struct Workloads {
  let output: AgentOutput
  /// By the names of their files, without what all have in common.
  let objects: [String: JSON]

  init(_ text: String, values: [String: String] = [:]) async throws {
    try #require(try await input(["a.yaml": text]).heldBack.isEmpty)
    let outputs = try await build(["a.yaml": text], values: values, settings: .kubernetes)
    try #require(outputs.count == 1)
    output = outputs[0]
    objects = try output.files.reduce(into: [:]) { objects, file in
      let name = file.path.split(separator: "/").last.map { String($0.dropLast(".yaml".count)) } ?? ""
      objects[name] = try YAMLParser.documents(in: Array(file.bytes.revealed.utf8))[0].root.json
    }
  }

  /// The pods of a workload.
  func pod(_ workload: String) -> JSON? { objects[workload]?["spec"]?["template"]?["spec"] }

  func container(_ name: String, of workload: String) -> JSON? {
    pod(workload)?["containers"]?.arrayValue?.first { $0["name"]?.stringValue == name }
  }

  /// `name path` of each mount of the agent's container.
  func mounts(_ workload: String) -> [String] {
    (container("grafana-agent", of: workload)?["volumeMounts"]?.arrayValue ?? []).map { mount in
      "\(mount["name"]?.stringValue ?? "") \(mount["mountPath"]?.stringValue ?? "")"
        + (mount["readOnly"]?.boolValue == true ? " ro" : "")
    }
  }

  func volumes(_ workload: String) -> [String] {
    (pod(workload)?["volumes"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
  }

  /// `NAME=value` of each variable of a container.
  func environment(_ workload: String, _ container: String = "grafana-agent") -> [String] {
    (self.container(container, of: workload)?["env"]?.arrayValue ?? []).map { variable in
      "\(variable["name"]?.stringValue ?? "")="
        + (variable["value"]?.stringValue ?? variable["valueFrom"].map {
          JSONWriter.string($0, style: .compact)
        } ?? "")
    }
  }

  /// Errors, without their remedies.
  var errors: [String] {
    output.diagnostics.filter { $0.severity == .error }.map {
      "\($0.location?.description ?? "") \($0.message)"
    }
  }

  /// Texts of a manifest, indented as YAML, for comparing it as a whole.
  func text(_ name: String) -> String {
    output.files.first { $0.path.hasSuffix("/\(name).yaml") }?.bytes.revealed ?? ""
  }
}

extension AgentSettings {
  static let kubernetes = AgentSettings(outputDirectory: "/srv/agents", layout: .kubernetes)
}

/// A GrafanaAgent that selects everything in its namespace.
func agent(_ spec: String = "", annotations: String = "{}") -> String {
  """
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: GrafanaAgent
  metadata: {name: ga, namespace: mon, annotations: \(annotations)}
  spec:
    logs: {instanceSelector: {}}
    integrations: {selector: {}}
  \(spec.isEmpty ? "  metrics: {instanceSelector: {}}" : spec)

  """
}

/// A LogsInstance that sends to one place.
let plainLogs = """
  ---
  apiVersion: monitoring.grafana.com/v1alpha1
  kind: LogsInstance
  metadata: {name: primary, namespace: mon}
  spec: {clients: [{url: "https://l"}]}

  """
