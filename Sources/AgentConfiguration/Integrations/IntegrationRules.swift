import Base
import Documents

/// Rules over the integrations of one agent (grafana/agent, static/integrations/v2/controller.go).
enum IntegrationRules {
  private typealias Named = (name: String, position: Position, path: ConfigurationPath)

  static func check(_ entries: [IntegrationEntry], _ reader: inout SchemaReader) {
    let groups = Dictionary(grouping: entries, by: \.known.name)
    for name in groups.keys.sorted() {
      let group = groups[name] ?? []
      if group[0].known.multiplicity == .single {
        for entry in group.dropFirst() {
          reader.refuse(
            "integration-twice", entry.reading.path, at: entry.position,
            "is a second \(name), of which an agent runs one", consequence: "the agent ends",
            remedy: "keep one of them")
        }
      } else {
        checkNames(group, &reader)
      }
    }
    checkPorts(groups["app_agent_receiver"] ?? [], &reader)
    checkListeners(groups["statsd"] ?? [], &reader)
  }

  private static func checkNames(_ group: [IntegrationEntry], _ reader: inout SchemaReader) {
    var seen: [String: Position] = [:]
    for entry in group where !hasUnknownName(entry, reader) {
      guard let identity = entry.identity, let first = seen.updateValue(entry.position, forKey: identity)
      else {
        continue
      }
      reader.refuse(
        "integration-twice", entry.reading.path, at: entry.position,
        "gets the same name as the \(entry.known.name) on line \(reader.line(first))",
        consequence: "the agent ends",
        remedy: "write an instance of its own into each")
    }
  }

  private static func hasUnknownName(_ entry: IntegrationEntry, _ reader: SchemaReader) -> Bool {
    [entry.known.identity.key, "instance"].compactMap(\.self).contains { key in
      reader.unknown.contains(entry.reading.value(key))
        || entry.reading.elements(key).contains { reader.unknown.contains($0) }
    }
  }

  private static func checkPorts(_ receivers: [IntegrationEntry], _ reader: inout SchemaReader) {
    let standard = "12347"
    refuseTwins(
      receivers.map { entry in
        let server = entry.reading.value("server")
        let port = server?["port"]?.scalar?.text ?? standard
        return (
          port, server?.keyPosition("port") ?? entry.position, entry.reading.path.key("server").key("port")
        )
      }, &reader)
  }

  private static func checkListeners(_ entries: [IntegrationEntry], _ reader: inout SchemaReader) {
    for (key, standard) in [("listen_udp", ":9125"), ("listen_tcp", ":9125"), ("listen_unixgram", "")] {
      let addresses = entries.map { entry -> Named in
        (entry.reading.text(key) ?? standard, entry.reading.position(key), entry.reading.path.key(key))
      }
      refuseTwins(addresses.filter { !$0.name.isEmpty }, &reader)
    }
  }

  private static func refuseTwins(_ addresses: [Named], _ reader: inout SchemaReader) {
    var seen: [String: Position] = [:]
    for address in addresses {
      guard let first = seen.updateValue(address.position, forKey: address.name) else { continue }
      reader.refuse(
        "duplicate-address", address.path, at: address.position,
        "is taken by the integration on line \(reader.line(first))",
        consequence: "the agent starts, and the integration ends", remedy: "write an address of its own")
    }
  }
}
