internal import Documents

extension ConformanceSuite {
  /// A case of `agent-operator`: a component of an agent's configuration with its input in manifest form. Rendered as
  /// Grafana Agent Operator renders it for its pods, names of integrations as they are written. A stream of manifests gives
  /// Kubernetes objects.
  static let agent = ConformanceSuite(
    name: "agent", inputs: ["FILE"], summary: "prints what an agent-operator case's input.yaml gives, as YAML"
  ) { inputs throws(Refusal) in
    let documents: [YAMLDocument]
    let bytes = try CaseFile.bytes(inputs[0])
    do throws(YAMLSyntaxError) {
      documents = try YAMLParser.documents(in: bytes)
    } catch {
      throw Refusal(error.description)
    }
    if documents.count != 1 || documents[0].root["kind"] != nil {
      return YAMLWriter.string(stream: try StreamCase(bytes).documents())
    }
    return YAMLWriter.string(try AgentCase(documents[0].root.jsonWithLetters).rendered())
  }
}
