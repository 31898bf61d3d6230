import Base
import Documents

/// The correlations of a data source: a text with the JSON that Grafana's route takes, in a list.
struct CorrelationItems {
  /// Tells what is wrong, and where in the text.
  typealias Telling = (_ code: String, _ message: String, _ remedy: String, _ place: Position?) -> Void

  /// What messages call the text.
  let label: String
  let text: String
  let tell: Telling

  private static let shape =
    #"write [{"targetUID": "traces", "label": "Trace", "config": {"field": "traceID", "target": {"query": "${traceID}"}}}]"#

  /// The items; nil after telling what is wrong.
  func read() -> [DatasourceCorrelation]? {
    let value: JSON
    do {
      value = try JSONParser.parse(text)
    } catch {
      tell("invalid-json", "\(label) is not JSON: \(error.problem)", "mend the JSON", error.position)
      return nil
    }
    guard let items = value.arrayValue else {
      tell("wrong-type", "\(label) must be a list, found \(value.typeName)", Self.shape, nil)
      return nil
    }
    let read = items.indices.compactMap { item(items[$0], at: $0) }
    var seen: Set<[String]> = []
    for (index, item) in read.enumerated() where read.count == items.count {
      guard !seen.insert([item.label, item.targetUID ?? ""]).inserted else { continue }
      refuse(
        JSONPointer.root.appending(index),
        "\(place(JSONPointer.root.appending(index))) has the label \"\(item.label)\" once more for the same target",
        "give each a label of its own", code: "duplicate-name")
    }
    return read.count == items.count ? read : nil
  }

  // MARK: One of them

  private func item(_ value: JSON, at index: Int) -> DatasourceCorrelation? {
    let path = JSONPointer.root.appending(index)
    guard let object = object(value, path) else { return nil }
    checkMembers(
      object, ["targetUID", "label", "description", "type", "config"], path, servers: Self.serverMembers)
    guard let config = requiredObject(object, "config", path, "write config with field and target") else {
      return nil
    }
    let inside = path.appending("config")
    checkMembers(config, ["type", "field", "target", "transformations"], inside, servers: [:])
    let label = requiredText(object, "label", path, "write what people are to see")
    let field = requiredText(config, "field", inside, "name the field of the results")
    let target = requiredObject(config, "target", inside, "write the query, or url for the type external")
    let kind = kind(object, config, path)
    let transformations = transformations(config, inside)
    guard let label, let field, let target, let kind, let transformations else { return nil }
    guard let targetUID = targetUID(object, kind, path), isWhole(target, kind, inside) else { return nil }
    return DatasourceCorrelation(
      targetUID: targetUID, label: label, description: text(object, "description", path) ?? "", kind: kind,
      field: field, target: target, transformations: transformations)
  }

  /// What servers show of a correlation, and do not take.
  private static let serverMembers = [
    "uid": "the workspace chooses it", "sourceUID": "it is the data source itself",
    "orgId": "a token belongs to one organisation", "provisioned": "only files of the server set it",
  ]

  /// Newer servers have it beside the configuration, older ones in it.
  private func kind(_ object: JSONObject, _ config: JSONObject, _ path: JSONPointer)
    -> DatasourceCorrelation.Kind?
  {
    var kinds: [DatasourceCorrelation.Kind] = []
    for (holder, path) in [(object, path), (config, path.appending("config"))] where holder["type"] != nil {
      guard let text = text(holder, "type", path) else { return nil }
      guard let kind = DatasourceCorrelation.Kind(rawValue: text) else {
        refuse(
          path.appending("type"),
          "\(place(path.appending("type"))) is \(text)"
            + NearestName.suggestion(for: text, among: DatasourceCorrelation.Kind.allCases.map(\.rawValue)),
          "write query or external")
        return nil
      }
      kinds.append(kind)
    }
    if kinds.count == 2, kinds[0] != kinds[1] {
      refuse(path.appending("type"), "\(place(path)) has two types", "write type once")
      return nil
    }
    return kinds.first ?? .query
  }

  /// Nil inside where none is needed; nil after telling what is wrong.
  private func targetUID(
    _ object: JSONObject, _ kind: DatasourceCorrelation.Kind, _ path: JSONPointer
  ) -> String?? {
    switch kind {
    case .query:
      return requiredText(object, "targetUID", path, "write the uid of the data source that is asked").map {
        .some($0)
      }
    case .external:
      guard object["targetUID"] != nil else { return .some(nil) }
      refuse(
        path.appending("targetUID"), "\(place(path)) has a targetUID, and leads to an address",
        "remove targetUID, or write \"type\": \"query\"")
      return nil
    }
  }

  private func isWhole(_ target: JSONObject, _ kind: DatasourceCorrelation.Kind, _ path: JSONPointer) -> Bool
  {
    guard kind == .external, (target["url"]?.stringValue ?? "").isEmpty else { return true }
    refuse(
      path.appending("target"), "\(place(path.appending("target"))) has no url",
      "write {\"url\": \"https://…\"}")
    return false
  }

  private func transformations(_ config: JSONObject, _ path: JSONPointer) -> [JSON]? {
    let path = path.appending("transformations")
    guard let value = config["transformations"] else { return [] }
    guard let items = value.arrayValue else {
      refuse(path, "\(place(path)) must be a list, found \(value.typeName)", #"write [{"type": "logfmt"}]"#)
      return nil
    }
    let good = items.indices.filter { isGood(transformation: items[$0], path.appending($0)) }
    return good.count == items.count ? items : nil
  }

  /// Servers take the types regex, which needs an expression, and logfmt (from source, pkg/services/correlations).
  private func isGood(transformation value: JSON, _ path: JSONPointer) -> Bool {
    guard let object = object(value, path) else { return false }
    let members = ["type", "expression", "field", "mapValue"]
    checkMembers(object, members, path, servers: [:])
    for member in members where object[member] != nil {
      guard text(object, member, path) != nil else { return false }
    }
    let types = ["regex", "logfmt"]
    guard let type = requiredText(object, "type", path, "write regex or logfmt") else { return false }
    guard types.contains(type) else {
      refuse(
        path.appending("type"),
        "\(place(path.appending("type"))) is \(type)\(NearestName.suggestion(for: type, among: types))",
        "write regex or logfmt")
      return false
    }
    return type != "regex" || requiredText(object, "expression", path, "write the regular expression") != nil
  }

  // MARK: Members

  private func object(_ value: JSON, _ path: JSONPointer) -> JSONObject? {
    if let object = value.objectValue { return object }
    refuse(
      path, "\(place(path)) must be an object, found \(value.typeName)", "write name and value pairs",
      code: "wrong-type")
    return nil
  }

  private func checkMembers(
    _ object: JSONObject, _ known: [String], _ path: JSONPointer, servers: [String: String]
  ) {
    for key in object.keys where !known.contains(key) {
      if let reason = servers[key] {
        refuse(
          path.appending(key), "\(place(path)) has \(key), which is not to be written: \(reason)",
          "remove it",
          code: "refused-field")
      } else {
        refuse(
          path.appending(key),
          "\(place(path)): unknown field \(key)\(NearestName.suggestion(for: key, among: known))",
          "write one of \(known.joined(separator: ", "))", code: "unknown-field")
      }
    }
  }

  private func requiredObject(
    _ object: JSONObject, _ name: String, _ path: JSONPointer, _ remedy: String
  ) -> JSONObject? {
    guard let value = object[name] else {
      refuse(path, "\(place(path.appending(name))) is missing", remedy, code: "missing-field")
      return nil
    }
    return self.object(value, path.appending(name))
  }

  private func requiredText(
    _ object: JSONObject, _ name: String, _ path: JSONPointer, _ remedy: String
  ) -> String? {
    guard let value = object[name], value != "" else {
      refuse(path, "\(place(path.appending(name))) is missing", remedy, code: "missing-field")
      return nil
    }
    return text(object, name, path)
  }

  private func text(_ object: JSONObject, _ name: String, _ path: JSONPointer) -> String? {
    guard let value = object[name] else { return nil }
    if let text = value.stringValue { return text }
    refuse(
      path.appending(name), "\(place(path.appending(name))) must be a string, found \(value.typeName)",
      "write the value in quotes", code: "wrong-type")
    return nil
  }

  // MARK: Telling

  /// `annotation sluice.dev/correlations[0].config.field`.
  private func place(_ path: JSONPointer) -> String {
    path.tokens.reduce(label) { text, token in
      text + (token.allSatisfy(\.isNumber) ? "[\(token)]" : ".\(token)")
    }
  }

  private func refuse(
    _ path: JSONPointer, _ message: String, _ remedy: String, code: String = "invalid-value"
  ) {
    tell(code, message, remedy, JSONParser.position(of: path, in: Array(text.utf8)))
  }
}
