import Documents
import HTTP

/// Where the running agents of a GrafanaAgent are asked to read their files again: the annotation `sluice.dev/agents`, a
/// mapping from the folder of a configuration (`metrics`, `metrics-shard-1`, `logs`, `integrations-deploy`, `integrations-ds`)
/// to the address of its agent, or a list of addresses where several have the same configuration.
public struct AgentProcesses: Sendable {
  /// By the folder of the configuration.
  public let addresses: [String: [HTTPURL]]

  /// Nobody is asked.
  public static let none = AgentProcesses(addresses: [:])

  private init(addresses: [String: [HTTPURL]]) { self.addresses = addresses }

  init(_ document: FieldReader, _ metadata: ObjectMetadata) {
    let name = ObjectMetadata.agentsAnnotation
    guard let text = metadata.annotations[name] else {
      self = .none
      return
    }
    func refuse(_ problem: String) {
      document.error(
        "invalid-value", at: "metadata", "annotation \(name) \(problem)",
        remedy:
          "write folders of configurations with the addresses of their agents: metrics: http://10.0.0.5:12345"
      )
    }
    let json: JSON?
    do throws(YAMLSyntaxError) {
      json = try YAMLParser.documents(in: text).first?.root.json
    } catch {
      refuse("is not YAML: \(error.message)")
      json = nil
    }
    var addresses: [String: [HTTPURL]] = [:]
    guard let members = json?.objectValue?.members else {
      if json != nil { refuse("must hold a mapping") }
      self = .none
      return
    }
    for member in members {
      if !Self.isFolder(member.key) { refuse("has \(member.key), which is no folder of a configuration") }
      let texts = member.value.arrayValue ?? [member.value]
      addresses[member.key] = texts.compactMap { text in
        guard let url = text.stringValue.flatMap({ try? HTTPURL($0) }), url.userInfo == nil else {
          refuse("has no address for \(member.key)")
          return nil
        }
        return url
      }
    }
    self.addresses = addresses
  }

  private static func isFolder(_ name: String) -> Bool {
    let shard = "metrics-shard-"
    if name.hasPrefix(shard) { return Int(name.dropFirst(shard.count)).map { $0 > 0 } ?? false }
    return ["metrics", "logs", "integrations-deploy", "integrations-ds"].contains(name)
  }
}
