import Alloy
import Base
import Documents
import TestSupport
import Testing

/// A case of what Grafana Agent Operator makes of its manifests, as a whole configuration of an agent.
struct OperatorCase {
  let document: JSON

  init(_ name: String) throws {
    let input = try Self.json("agent-operator/\(name)/input.yaml")
    let part = try Self.json("agent-operator/\(name)/expected.yaml")
    let component = try #require(input["component"]?.stringValue)
    document = Self.withReceiver(Self.whole(component, part, input))
  }

  private static func json(_ path: String) throws -> JSON {
    try #require(YAMLParser.documents(in: SharedData.bytes(path)).first).root.json
  }

  // MARK: Around a part

  private static func whole(_ component: String, _ part: JSON, _ input: JSON) -> JSON {
    switch component {
    case "metrics/remote_write": metrics(["name": "m", "remote_write": [part]])
    case "metrics/service_monitor", "metrics/pod_monitor", "metrics/probe": job(part)
    case "metrics/kube_sd_config": job(["job_name": "j", "kubernetes_sd_configs": [part]])
    case "metrics/relabel_config": job(["job_name": "j", "relabel_configs": [part]])
    case "metrics/tls_config", "metrics/safe_tls_config": job(["job_name": "j", "tls_config": part])
    case "metrics/external_labels":
      ["metrics": ["global": ["external_labels": part], "configs": [instance]]]
    case "logs": logs(part)
    case "logs/client": logs(["name": "l", "clients": [part]])
    case "logs/pod_logs": logs(["name": "l", "clients": [client], "scrape_configs": [part]])
    case "logs/stages":
      logs([
        "name": "l", "clients": [client],
        "scrape_configs": [["job_name": "j", "pipeline_stages": [part]]],
      ])
    case "integrations":
      [
        "metrics": ["configs": [["name": "m", "remote_write": [["url": "http://h"]]]]],
        "integrations": .object(
          JSONObject([
            (
              "\(input["input"]?["integration"]?["spec"]?["name"]?.stringValue ?? "")_configs",
              JSON.array([part])
            )
          ])),
      ]
    default: part
    }
  }

  /// Data that goes nowhere is told, and then nothing about it matters; nor do settings that nobody inherits.
  private static func withReceiver(_ document: JSON) -> JSON {
    guard var whole = document.objectValue else { return document }
    if var metrics = whole["metrics"]?.objectValue {
      if metrics["configs"] == nil {
        metrics["configs"] = [["name": "m", "scrape_configs": [["job_name": "j"]]]]
      }
      var global = metrics["global"]?.objectValue ?? JSONObject()
      let configs = metrics["configs"]?.arrayValue ?? []
      if global["remote_write"] == nil, configs.contains(where: { $0["remote_write"] == nil }) {
        global["remote_write"] = [["url": "http://h"]]
        metrics["global"] = .object(global)
      }
      whole["metrics"] = .object(metrics)
    }
    if var logs = whole["logs"]?.objectValue, logs["configs"] == nil {
      logs["configs"] = [["name": "l", "clients": [client], "scrape_configs": [["job_name": "j"]]]]
      whole["logs"] = .object(logs)
    }
    return .object(whole)
  }

  private static let instance: JSON = ["name": "m", "remote_write": [["url": "http://h"]]]
  private static let client: JSON = ["url": "http://h"]

  private static func metrics(_ instance: JSON) -> JSON { ["metrics": ["configs": [instance]]] }

  private static func job(_ job: JSON) -> JSON {
    metrics(["name": "m", "remote_write": [["url": "http://h"]], "scrape_configs": [job]])
  }

  private static func logs(_ instance: JSON) -> JSON {
    ["logs": ["positions_directory": "/p", "configs": [instance]]]
  }

  // MARK: Conversion

  /// What comes out, and what is told, without places.
  static func outcome(_ document: JSON) -> (conversion: AlloyConversion, text: String) {
    let conversion = AlloyConversion(
      YAMLWriter.bytes(document), from: .static, file: "agent.yml",
      options: AlloyOptions(layout: .next, defersVariables: true))
    let text =
      (conversion.configuration.map { AlloyWriter.string($0) } ?? "")
      + conversion.diagnostics.map { "\n\($0.message)" }.joined()
    return (conversion, text)
  }

  /// Settings that could be taken out without a change in what comes out and what is told, with their values.
  func unseen() -> [String] {
    let whole = Self.outcome(document).text
    return leaves(document).filter { pointer in
      guard let rest = try? JSONPatch([.remove(pointer)]).apply(to: document) else { return false }
      return Self.outcome(rest).text == whole
    }.map { pointer in
      let value = pointer.tokens.reduce(document as JSON?) { node, token in
        node?[token] ?? Int(token).flatMap { node?[$0] }
      }
      return "\(pointer.tokens.last ?? ""): \(JSONWriter.string(value ?? .null, style: .compact))"
    }
  }

  private func leaves(_ value: JSON, at pointer: JSONPointer = .root) -> [JSONPointer] {
    switch value {
    case .object(let object) where !object.members.isEmpty:
      object.members.flatMap { leaves($0.value, at: pointer.appending($0.key)) }
    case .array(let elements) where !elements.isEmpty:
      elements.indices.flatMap { leaves(elements[$0], at: pointer.appending($0)) }
    default: [pointer]
    }
  }
}
