import Base
import Documents
import Manifests

/// Changes a container that a pod has anyway by one of `spec.containers`: the strategic merge patch of Kubernetes over a
/// container (kubernetes/apimachinery, pkg/util/strategicpatch/patch.go, with the merge keys of core/v1 types.go). What is
/// empty in the change counts as absent, as Go's encoder leaves it out.
enum ContainerPatch {
  /// - Returns: in the order of those that are there; the containers that change none of them come last.
  static func merge(_ containers: [ConfigValue], with changes: [CoreObject]) -> [ConfigValue] {
    // Of two changes of one container upstream takes the last.
    let last = Dictionary(changes.map { ($0.text("name") ?? "", $0) }, uniquingKeysWith: { _, new in new })
    let names = Set(containers.compactMap { $0["name"]?.writtenText })
    return containers.map { container in
      guard let name = container["name"]?.writtenText, let change = last[name] else { return container }
      return merge(container, with: prune(value(change)) ?? .mapping([:]))
    } + changes.filter { !names.contains($0.text("name") ?? "") }.map(value)
  }

  /// A container as it is written. Its commands and the values of its variables may be credentials.
  static func value(_ container: CoreObject) -> ConfigValue {
    var members: [String: ConfigValue] = [:]
    for member in container.json.members {
      let isHidden = hiddenFields.contains(member.key)
      members[member.key] =
        member.key == "env" ? variables(member.value) : ConfigValue(member.value, isHidden: isHidden)
    }
    return .mapping(members)
  }

  private static let hiddenFields: Set<String> = [
    "command", "args", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe",
  ]

  private static func variables(_ list: JSON) -> ConfigValue {
    .list(
      (list.arrayValue ?? []).map { variable in
        var members = ConfigValue.members(of: variable.objectValue ?? JSONObject())
        if let text = variable["value"]?.stringValue { members["value"] = .hidden(SecretValue(text)) }
        return .mapping(members)
      })
  }

  // MARK: Merging

  /// The member that tells elements of a list apart; lists of other names are replaced.
  private static let mergeKeys = [
    "env": "name", "ports": "containerPort", "volumeMounts": "mountPath", "volumeDevices": "devicePath",
  ]

  private static func merge(_ base: ConfigValue, with change: ConfigValue) -> ConfigValue {
    guard case .mapping(var members) = base, case .mapping(let changes) = change else { return change }
    for (name, value) in changes {
      guard let old = members[name] else {
        members[name] = value
        continue
      }
      if case .list(let elements) = old, case .list(let others) = value, let key = mergeKeys[name] {
        members[name] = .list(merge(elements, with: others, by: key))
      } else {
        members[name] = merge(old, with: value)
      }
    }
    return .mapping(members)
  }

  /// Elements that both have keep the order of the change; those of one only stand where their neighbours of that list
  /// have them, the change's before the others.
  private static func merge(
    _ elements: [ConfigValue], with changes: [ConfigValue], by key: String
  ) -> [ConfigValue] {
    func place(_ element: ConfigValue) -> Int? { elements.firstIndex { $0[key] == element[key] } }
    var rest = elements.indices.filter { index in !changes.contains { $0[key] == elements[index][key] } }[...]
    var result: [ConfigValue] = []
    for change in changes {
      if let place = place(change) {
        while let index = rest.first, index < place {
          result.append(elements[index])
          rest.removeFirst()
        }
        result.append(merge(element: elements[place], with: change))
      } else {
        result.append(change)
      }
    }
    return result + rest.map { elements[$0] }
  }

  /// A variable has a value or takes it from somewhere: upstream keeps both, which Kubernetes refuses.
  private static func merge(element: ConfigValue, with change: ConfigValue) -> ConfigValue {
    guard case .mapping(var members) = element else { return change }
    if change["value"] != nil { members["valueFrom"] = nil }
    if change["valueFrom"] != nil { members["value"] = nil }
    return merge(.mapping(members), with: change)
  }

  // MARK: Absent values

  /// The value without what is empty, false or zero where that is the same as absent; nil where nothing is left.
  private static func prune(_ value: ConfigValue, named name: String = "") -> ConfigValue? {
    switch value {
    case .text(let text): return text.isEmpty ? nil : value
    case .hidden(let text): return text.isEmpty ? nil : value
    case .list(let elements):
      // Elements of plain lists, such as arguments, may be empty.
      let pruned = mergeKeys[name] == nil ? elements : elements.compactMap { prune($0) }
      return pruned.isEmpty ? nil : .list(pruned)
    case .mapping(let members):
      if name == "securityContext" { return members.isEmpty ? nil : value }
      let pruned = members.reduce(into: [String: ConfigValue]()) {
        $0[$1.key] = prune($1.value, named: $1.key)
      }
      return pruned.isEmpty ? nil : .mapping(pruned)
    case .flag(let flag): return !flag && plainFlags.contains(name) ? nil : value
    case .number(let number): return number.intValue == 0 && plainNumbers.contains(name) ? nil : value
    case .secret, .job: return value
    }
  }

  /// Fields of Go that are no pointers.
  private static let plainFlags: Set<String> = ["readOnly", "stdin", "stdinOnce", "tty"]
  private static let plainNumbers: Set<String> = [
    "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
    "hostPort",
  ]
}
