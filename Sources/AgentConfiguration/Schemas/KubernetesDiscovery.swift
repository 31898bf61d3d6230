import Documents

/// Targets that a Kubernetes API server names (prometheus, discovery/kubernetes/kubernetes.go).
enum KubernetesDiscovery {
  static let schema = MappingSchema(
    HTTPClientSchema.fields, Fields(.url, "api_server"),
    Fields(.oneOf("pod", "service", "endpoints", "endpointslice", "node", "ingress"), "role"),
    .file("kubeconfig_file"),
    Fields([
      "namespaces": .mapping(MappingSchema(.boolean("own_namespace"), .texts("names"))),
      "selectors": .list(.mapping(selector)),
      "attach_metadata": .mapping(MappingSchema(.boolean("node"))),
    ]),
    rules: [HTTPClientSchema.check, checkAccess, checkSelectors])

  private static let selector = MappingSchema(
    .text("label field"),
    Fields(.oneOf("pod", "service", "endpoints", "endpointslice", "node", "ingress"), "role"))

  private static let checkAccess: MappingSchema.Rule = { reading, reader in
    reader.require(["role"], reading)
    let hasServer = reading.filled("api_server") != nil
    let hasFile = reading.filled("kubeconfig_file") != nil
    let client = HTTPClientSchema.fields.kinds.keys.sorted().filter { name in
      // Following redirects and HTTP/2 are what happens anyway.
      reading.has(name)
        && !(["follow_redirects", "enable_http2"].contains(name) && reading.flag(name) == true)
    }
    if hasServer, hasFile { reader.refuseSeveral(["api_server", "kubeconfig_file"], reading) }
    if let first = client.first, hasFile || !hasServer {
      reader.refuse(
        "conflicting-keys", reading.path.key(first), at: reading.position(first),
        hasFile ? "stands beside kubeconfig_file" : "stands without api_server",
        remedy: hasFile ? "keep one of them" : "write api_server, or remove \(first)")
    }
    guard reading.value("namespaces")?["own_namespace"]?.scalar?.resolved.boolValue ?? false,
      hasServer || hasFile
    else { return }
    reader.refuse(
      "conflicting-keys", reading.path.key("namespaces").key("own_namespace"),
      at: reading.position("namespaces"),
      "stands beside \(hasServer ? "api_server" : "kubeconfig_file"), but only an agent in the cluster has one",
      remedy: "write the namespace under names")
  }

  private static let allowed: [String: [String]] = [
    "pod": ["pod"], "service": ["service"], "endpointslice": ["pod", "service", "endpointslice"],
    "endpoints": ["pod", "service", "endpoints"], "node": ["node"], "ingress": ["ingress"],
  ]

  private static let checkSelectors: MappingSchema.Rule = { reading, reader in
    guard let role = reading.text("role"), let roles = allowed[role] else { return }
    var seen: Set<String> = []
    for (index, node) in reading.elements("selectors").enumerated() where !node.isNull {
      let path = reading.path.key("selectors").element(index)
      let own = node["role"]?.scalar?.text ?? ""
      if !roles.contains(own) {
        reader.refuse(
          "invalid-value", path.key("role"), at: node.position,
          "does not go with the role \(role)", remedy: "write \(roles.joined(separator: " or "))")
      } else if !seen.insert(own).inserted {
        reader.refuse(
          "duplicate-name", path, at: node.position, "is a second selector for the role \(own)",
          remedy: "write one selector")
      }
      for key in ["label", "field"] {
        guard let text = node[key]?.scalar?.text, !KubernetesSelector.isValid(text, ofFields: key == "field")
        else { continue }
        reader.refuse(
          "invalid-value", path.key(key), at: node.position, "is no selector that Kubernetes takes",
          remedy: "write name=value, with commas between several")
      }
    }
  }
}
