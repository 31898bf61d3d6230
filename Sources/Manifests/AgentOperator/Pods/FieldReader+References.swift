import Documents

/// References that no configuration is made of and that the operator collects all the same (reference agent-operator.md
/// section 2).
extension FieldReader {
  /// The Secrets and ConfigMaps of `env[].valueFrom` of each container in a list.
  func environmentReferences(in name: String) -> [ValueSource] {
    (node(name)?.sequence ?? []).flatMap { $0["env"]?.sequence ?? [] }.compactMap { variable in
      guard let source = variable["valueFrom"] else { return nil }
      return reference(source["secretKeyRef"]).map { .secret($0) }
        ?? reference(source["configMapKeyRef"]).map { .configMap($0) }
    }
  }

  /// Those of `authorization` and `oauth2` where the operator never writes them.
  /// - Parameter fields: which of the two the mapping has.
  func declinedReferences(_ fields: [String] = ["authorization", "oauth2"]) -> [ValueSource] {
    let authorization = fields.contains("authorization") ? node("authorization") : nil
    let oauth = fields.contains("oauth2") ? node("oauth2") : nil
    let selectors: [ValueSource?] = [
      reference(authorization?["credentials"]).map { .secret($0) },
      reference(oauth?["clientId"]?["secret"]).map { .secret($0) },
      reference(oauth?["clientId"]?["configMap"]).map { .configMap($0) },
      reference(oauth?["clientSecret"]).map { .secret($0) },
    ]
    return selectors.compactMap { $0 }
  }

  /// Nil where a part of it is missing.
  private func reference(_ node: YAMLNode?) -> KeySelector? {
    guard let node, let name = node["name"]?.json.stringValue, let key = node["key"]?.json.stringValue,
      !name.isEmpty, !key.isEmpty
    else { return nil }
    return KeySelector(name: name, key: key, origin: document.location(node.position))
  }
}
