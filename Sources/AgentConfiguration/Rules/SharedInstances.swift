import Base
import Documents

/// What only bites in the mode `shared`, where instances that differ in name and jobs alone run as one (grafana/agent,
/// instance/group_manager.go): a job name that two of them have, and rules that the agent cannot read back.
enum SharedInstances {
  private struct Member {
    let name: String
    let settings: String
    let jobs: [String: Position]
    let path: ConfigurationPath
  }

  static func check(_ reading: MappingReading, _ receivers: YAMLNode?, _ reader: inout SchemaReader) {
    let path = reading.path.key("configs")
    var groups: [String: [Member]] = [:]
    for (index, node) in reading.elements("configs").enumerated() where node.mapping != nil {
      checkEqualActions(node, path.element(index), &reader)
      let member = member(node, path.element(index), receivers)
      groups[member.settings, default: []].append(member)
    }
    if let receivers {
      checkEqualActions(receivers, reading.path.key("global").key("remote_write"), &reader)
    }
    for group in groups.values where group.count > 1 { checkJobs(group, &reader) }
  }

  private static func checkJobs(_ group: [Member], _ reader: inout SchemaReader) {
    var owners: [String: String] = [:]
    for member in group {
      for (job, position) in member.jobs.sorted(by: { $0.value < $1.value }) {
        guard let owner = owners.updateValue(member.name, forKey: job), owner != member.name else { continue }
        reader.refuse(
          "duplicate-name", member.path.key("scrape_configs"), at: position,
          "has the job \(job), which the instance \(owner) with the same settings has too",
          consequence: "the agent starts, scrapes for neither, and /-/ready stays 503",
          remedy: "rename one of the jobs, or write instance_mode: distinct under metrics")
      }
    }
  }

  private static func member(_ node: YAMLNode, _ path: ConfigurationPath, _ receivers: YAMLNode?) -> Member {
    var jobs: [String: Position] = [:]
    for job in node["scrape_configs"]?.sequence ?? [] {
      guard let name = job["job_name"]?.scalar?.text else { continue }
      jobs[name] = job.keyPosition("job_name")
    }
    let own = node["remote_write"]?.sequence ?? []
    let used = own.isEmpty ? receivers?.sequence ?? [] : own
    var settings = node.json.objectValue ?? JSONObject([])
    for key in ["name", "scrape_configs", "remote_write"] { settings[key] = nil }
    let targets = used.map { receiver -> JSON in
      guard var target = receiver.json.objectValue else { return receiver.json }
      target["name"] = nil
      return .object(target)
    }
    let text = JSONWriter.string(["s": .object(settings), "t": .array(targets)], style: .canonical)
    return Member(name: node["name"]?.scalar?.text ?? "", settings: text, jobs: jobs, path: path)
  }

  /// The agent writes an instance out with its standard values and reads it back, which these two actions refuse.
  private static func checkEqualActions(
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
