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
    case "agent-metrics": return rendering.metricsDocument(try hierarchy(takesMonitors: true))
    case "agent-integrations": return rendering.integrationsDocument(try hierarchy(takesMonitors: false))
    case "integrations": return rendering.integration(try member(input["integration"]))
    case "metrics/external_labels":
      return rendering.externalLabels(try member(input["Agent"]), addsReplica: addsReplica)
    case "metrics/remote_write":
      return rendering.remoteWrite(try read(input["rw"]) { RemoteWrite($0) }, of: owner, at: Self.place)
    case "metrics/tls_config":
      return rendering.tls(try read(input["config"]) { TLSSettings($0) }, of: owner, at: Self.place)
    case "metrics/safe_tls_config":
      return rendering.tls(
        try read(input["config"]) { TLSSettings($0, takesFiles: false) }, of: owner, at: Self.place)
    case "metrics/relabel_config": return rendering.relabel(try read(input) { RelabelRule($0) })
    default: throw ConformanceSuite.Refusal("the component \(component) is not covered")
    }
  }

  private func hierarchy(takesMonitors: Bool) throws(ConformanceSuite.Refusal) -> AgentHierarchy {
    var instances: [HierarchyMember<MetricsInstance>] = []
    for entry in input["Metrics"]?.arrayValue ?? [] {
      for kind in ["ServiceMonitors", "PodMonitors", "Probes"]
      where takesMonitors && entry[kind]?.arrayValue?.isEmpty == false {
        throw ConformanceSuite.Refusal("\(kind) are not covered")
      }
      instances.append(try member(entry["Instance"]))
    }
    if input["Logs"]?.arrayValue?.isEmpty == false {
      throw ConformanceSuite.Refusal("LogsInstances are not covered")
    }
    var integrations: [HierarchyMember<Integration>] = []
    for entry in input["Integrations"]?.arrayValue ?? [] {
      integrations.append(try member(entry["Instance"]))
    }
    return AgentHierarchy(
      agent: try member(input["Agent"]), metricsInstances: instances, integrations: integrations)
  }

  private func member<Spec: ManifestSpec>(_ json: JSON?) throws(ConformanceSuite.Refusal) -> HierarchyMember<
    Spec
  > {
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
