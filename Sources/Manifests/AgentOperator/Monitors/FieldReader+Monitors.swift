import Documents

extension FieldReader {
  /// `http` or `https`.
  func scheme(_ name: String) -> String? {
    guard let scheme = filledString(name) else { return nil }
    if !["http", "https"].contains(scheme) {
      error(
        "invalid-value", at: name, "\(qualified(name)) is \(scheme)", remedy: "write one of http, https")
    }
    return scheme
  }

  /// A mapping from texts to lists of texts.
  func textLists(_ name: String) -> [String: [String]] {
    object(name) { lists -> [String: [String]] in
      var found: [String: [String]] = [:]
      for entry in lists.node.mapping ?? [] { found[entry.name] = lists.strings(entry.name) ?? [] }
      return found
    } ?? [:]
  }

  /// A value in a Secret; one without a name is the same as absent, which generated manifests often have.
  func filledSelector(_ name: String) -> KeySelector? {
    guard let node = node(name) else { return nil }
    if node.mapping != nil {
      let written = node["name"]?.scalar?.resolved
      if written == nil || written == .string("") {
        return self.object(name) { (fields: FieldReader) -> KeySelector? in
          fields.ignore("name", "key", "optional")
          if let key = node["key"]?.scalar?.resolved.stringValue, !key.isEmpty {
            warning(
              "missing-field", at: name,
              "\(qualified(name)) has a key and no name: it is passed over, as in Grafana Agent Operator",
              remedy: "name the Secret, or remove \(name)")
          }
          return nil
        }
      }
    }
    return self.object(name) { KeySelector($0) }
  }
}
