internal import Agent
internal import Base
internal import Documents
internal import Manifests

/// One case of `agent-operator`. What is odd about its manifests is not told: the case asks what is rendered.
struct AgentCase {
  private let component: String
  private let input: JSON
  private let addsReplica: Bool
  private let rendering: PodRendering

  init(_ json: JSON) throws(ConformanceSuite.Refusal) {
    guard let component = json["component"]?.stringValue, let input = json["input"] else {
      throw ConformanceSuite.Refusal("the file has no component and input")
    }
    self.component = component
    self.input = input
    addsReplica = json["addReplica"]?.boolValue ?? false
    let secrets = json["secrets"]
    rendering = PodRendering { reference in
      secrets?[reference.storeKey]?.stringValue.map { .found(SecretValue($0)) }
        ?? .missing("there is no value for \(reference)", remedy: "add it to secrets")
    }
  }

  func rendered() throws(ConformanceSuite.Refusal) -> JSON {
    let value = try render()
    let problems = rendering.diagnostics.filter { $0.severity == .error }.map(\.message)
    if !problems.isEmpty { throw ConformanceSuite.Refusal(problems.joined(separator: "\n")) }
    return value.revealed
  }

  private func render() throws(ConformanceSuite.Refusal) -> ConfigValue {
    switch component {
    case "agent-metrics": return rendering.metricsDocument(try hierarchy())
    case "agent-logs": return rendering.logsDocument(try hierarchy())
    case "agent-integrations": return rendering.integrationsDocument(try hierarchy())
    case "integrations": return rendering.integration(try member(input["integration"]))
    case "logs": return try logsInstance()
    case "logs/client":
      return rendering.client(
        try read(input["spec"]) { LogsClient($0) }, for: try member(input["agent"]), of: owner, at: Self.place
      )
    case "logs/pod_logs":
      return rendering.job(try member(input["podLogs"], PodLogs.self), in: try surroundings())
    case "logs/stages": return rendering.stage(try read(input["spec"]) { PipelineStage($0) })
    case "metrics/external_labels":
      return rendering.externalLabels(try member(input["Agent"]), addsReplica: addsReplica)
    case "metrics/kube_sd_config":
      return rendering.discovery(
        input["role"]?.stringValue ?? "",
        namespaces: (input["namespaces"]?.arrayValue ?? []).compactMap(\.stringValue),
        in: try surroundings())
    case "metrics/pod_monitor":
      return rendering.job(
        try member(input["monitor"], PodMonitor.self), try endpoint(of: .pod), index: index,
        in: try surroundings())
    case "metrics/probe": return rendering.job(try member(input["probe"], Probe.self), in: try surroundings())
    case "metrics/remote_write":
      return rendering.remoteWrite(try read(input["rw"]) { RemoteWrite($0) }, of: owner, at: Self.place)
    case "metrics/service_monitor":
      return rendering.job(
        try member(input["monitor"], ServiceMonitor.self), try endpoint(of: .service), index: index,
        in: try surroundings())
    case "metrics/tls_config":
      return rendering.tls(try read(input["config"]) { TLSSettings($0) }, of: owner, at: Self.place)
    case "metrics/safe_tls_config":
      return rendering.tls(
        try read(input["config"]) { TLSSettings($0, takesFiles: false) }, of: owner, at: Self.place)
    case "metrics/relabel_config": return rendering.relabel(try read(input) { RelabelRule($0) })
    default: throw ConformanceSuite.Refusal("there is no component \(component)")
    }
  }

  // MARK: Hierarchies

  private func hierarchy() throws(ConformanceSuite.Refusal) -> AgentHierarchy {
    var metrics: [AgentHierarchy.Metrics] = []
    for entry in input["Metrics"]?.arrayValue ?? [] {
      metrics.append(
        AgentHierarchy.Metrics(
          instance: try member(entry["Instance"]), serviceMonitors: try members(entry["ServiceMonitors"]),
          podMonitors: try members(entry["PodMonitors"]), probes: try members(entry["Probes"])))
    }
    var logs: [AgentHierarchy.Logs] = []
    for entry in input["Logs"]?.arrayValue ?? [] { logs.append(try self.logs(entry)) }
    var integrations: [HierarchyMember<Integration>] = []
    for entry in input["Integrations"]?.arrayValue ?? [] {
      integrations.append(try member(entry["Instance"]))
    }
    return AgentHierarchy(
      agent: try member(input["Agent"]), metrics: metrics, logs: logs, integrations: integrations)
  }

  private func logs(_ entry: JSON?) throws(ConformanceSuite.Refusal) -> AgentHierarchy.Logs {
    AgentHierarchy.Logs(
      instance: try member(entry?["Instance"]), podLogs: try members(entry?["PodLogs"]))
  }

  // MARK: Parts

  /// The agent of a part, with the settings that the case gives beside it.
  private func logsInstance() throws(ConformanceSuite.Refusal) -> ConfigValue {
    var logs = input["global"]?.objectValue ?? JSONObject()
    for key in ["ignoreNamespaceSelectors", "enforcedNamespaceLabel"] { logs[key] = input[key] }
    var spec = JSONObject()
    spec["apiServer"] = input["apiServer"]
    spec["logs"] = .object(logs)
    var agent = input["agent"]?.objectValue ?? JSONObject()
    agent["spec"] = .object(spec)
    return rendering.logsInstance(
      try self.logs(input["instance"]), of: try member(.object(agent)))
  }

  private func surroundings() throws(ConformanceSuite.Refusal) -> PodRendering.Surroundings {
    let namespace = input["agentNamespace"] ?? input["namespace"]
    return PodRendering.Surroundings(
      agent: ObjectReference(
        kind: GrafanaAgent.kind, namespace: namespace?.stringValue ?? "", name: "case"),
      at: Self.place,
      apiServer: try input["apiServer"].map { json throws(ConformanceSuite.Refusal) in
        try read(json) { APIServer($0) }
      },
      rules: try read(input) { JobRules($0) }, logs: try read(input) { LogsSubsystem($0) },
      shards: input["shards"]?.intValue ?? 1)
  }

  private func endpoint(of kind: MonitorEndpoint.Kind) throws(ConformanceSuite.Refusal) -> MonitorEndpoint {
    try read(input["endpoint"]) { MonitorEndpoint($0, of: kind) }
  }

  private var index: Int { input["index"]?.intValue ?? 0 }

  // MARK: Reading

  private func members<Spec: ManifestSpec>(
    _ list: JSON?
  ) throws(ConformanceSuite.Refusal) -> [HierarchyMember<Spec>] {
    var members: [HierarchyMember<Spec>] = []
    for json in list?.arrayValue ?? [] { members.append(try member(json)) }
    return members
  }

  private func member<Spec: ManifestSpec>(
    _ json: JSON?, _ type: Spec.Type = Spec.self
  ) throws(ConformanceSuite.Refusal) -> HierarchyMember<Spec> {
    var object = json?.objectValue ?? JSONObject()
    // Cases leave out what Go's encoder leaves out: an empty spec.
    if object["spec"] == nil { object["spec"] = [:] }
    let metadata = ObjectMetadata(
      name: object["metadata"]?["name"]?.stringValue ?? "",
      namespace: object["metadata"]?["namespace"]?.stringValue ?? "")
    return HierarchyMember(
      metadata: metadata, origin: Self.place,
      spec: try read(.object(object)) { Spec($0, metadata: metadata) })
  }

  private func read<Value>(
    _ json: JSON?, _ read: (FieldReader) -> Value?
  ) throws(ConformanceSuite.Refusal) -> Value {
    let node: YAMLNode?
    do throws(YAMLSyntaxError) {
      node = try YAMLParser.documents(in: YAMLWriter.string(json ?? [:])).first?.root
    } catch {
      throw ConformanceSuite.Refusal(error.description)
    }
    let result = node.map { PieceReader.read($0, file: Self.place.file, read) }
    if let value = result?.value { return value }
    throw ConformanceSuite.Refusal(
      (result?.diagnostics ?? []).map(\.message).joined(separator: "\n"))
  }

  private var owner: ObjectReference {
    ObjectReference(
      kind: GrafanaAgent.kind, namespace: input["namespace"]?.stringValue ?? "", name: "case")
  }

  private static let place = SourceLocation(file: "input.yaml", position: .start)
}
