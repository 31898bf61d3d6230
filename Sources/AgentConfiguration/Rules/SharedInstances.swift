import Base
import Documents

/// What only bites in the mode `shared`, where instances that differ in name and jobs alone run as one (grafana/agent,
/// instance/group_manager.go): a job name that two of them have, and rules that the agent cannot read back.
enum SharedInstances {
  private struct Member {
    let name: String
    let settings: ComparableSettings
    let jobs: [NamedPlace]
    let path: ConfigurationPath
  }

  static func check(_ reading: MappingReading, _ receivers: [YAMLNode], _ reader: inout SchemaReader) {
    let path = reading.path.key("configs")
    let globalPath = reading.path.key("global").key("remote_write")
    for (index, receiver) in receivers.enumerated() {
      checkEqualActions(receiver, globalPath.element(index), &reader)
    }
    let instances = reading.elements("configs").enumerated().filter { $0.element.mapping != nil }
    for (index, node) in instances { checkEqualActions(node, path.element(index), &reader) }
    guard instances.count > 1 else { return }
    var global: ComparableSettings?
    var groups: [ComparableSettings: [Member]] = [:]
    for (index, node) in instances {
      let own = node["remote_write"]?.sequence ?? []
      let used: ComparableSettings
      if own.isEmpty, let global {
        used = global
      } else {
        used = reader.comparable(own.isEmpty ? receivers : own)
        if own.isEmpty { global = used }
      }
      let member = member(node, path.element(index), used, reader)
      groups[member.settings, default: []].append(member)
    }
    for group in groups.values where group.count > 1 { checkJobs(group, &reader) }
  }

  private static func checkJobs(_ group: [Member], _ reader: inout SchemaReader) {
    var owners: [String: (index: Int, name: String)] = [:]
    for (index, member) in group.enumerated() {
      for job in member.jobs {
        guard let owner = owners.updateValue((index, member.name), forKey: job.name), owner.index != index
        else { continue }
        reader.refuse(
          "duplicate-name", member.path.key("scrape_configs"), at: job.position,
          "has the job \(job.shown), which the instance \(owner.name) with the same settings has too",
          consequence: "the agent starts, scrapes for neither, and /-/ready stays 503",
          remedy: "rename one of the jobs, or write instance_mode: distinct under metrics")
      }
    }
  }

  private static func member(
    _ node: YAMLNode, _ path: ConfigurationPath, _ receivers: ComparableSettings, _ reader: SchemaReader
  ) -> Member {
    let jobs = (node["scrape_configs"]?.sequence ?? []).compactMap {
      NamedPlace("job_name", of: $0, path, reader)
    }
    // Jobs are most of an instance and no part of what is compared.
    let settings = (node.mapping ?? []).filter { !["scrape_configs", "remote_write"].contains($0.name) }
    return Member(
      name: node["name"].map(reader.shown) ?? "",
      settings: .instance(
        .mapping(settings.map { ($0.name, WrittenSetting($0.value)) }), receivers: receivers),
      jobs: jobs, path: path)
  }

  /// The agent writes an instance out with its standard values and reads it back, which these two actions refuse.
  static func checkEqualActions(
    _ node: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    switch node.value {
    case .scalar: return
    case .sequence(let elements):
      for (index, element) in elements.enumerated() {
        checkEqualActions(element, path.element(index), &reader)
      }
    case .mapping(let entries):
      for entry in entries {
        let place = path.key(entry.name)
        guard entry.name.hasSuffix("relabel_configs"), let rules = entry.value.sequence else {
          if entry.value.scalar == nil { checkEqualActions(entry.value, place, &reader) }
          continue
        }
        for (index, rule) in rules.enumerated() {
          guard let action = rule["action"]?.scalar?.text.lowercased(),
            action == "keepequal" || action == "dropequal"
          else { continue }
          reader.refuse(
            "lost-instance", place.element(index).key("action"), at: rule.keyPosition("action"),
            "is \(action), which the agent cannot read back from its own settings",
            consequence: "it starts, and the whole instance is missing",
            remedy: "write the rule with keep or drop and a regex, or instance_mode: distinct under metrics")
        }
      }
    }
  }
}

extension SchemaReader {
  fileprivate mutating func comparable(_ receivers: [YAMLNode]) -> ComparableSettings {
    comparedReceivers += receivers.count
    return .receivers(receivers.map { WrittenSetting($0) })
  }
}
