import Documents
import Manifests

/// Puts the relabelling rules of a discovered job together, in the order in which they are added (reference
/// agent-operator.md sections 3.5 to 3.7 and 3.12).
struct TargetRules {
  private(set) var rules: [ConfigValue] = []

  /// Every job keeps the name that its labels may overwrite.
  init() { copy("job", to: "__tmp_prometheus_job_name") }

  mutating func add(_ rule: ConfigValue) { rules.append(rule) }

  mutating func keep(_ source: String, _ regex: String) { filter(source, regex, action: "keep") }

  mutating func drop(_ source: String, _ regex: String) { filter(source, regex, action: "drop") }

  private mutating func filter(_ source: String, _ regex: String, action: String) {
    rules.append(
      .mapping(["source_labels": .list([.text(source)]), "regex": .text(regex), "action": .text(action)]))
  }

  mutating func copy(_ source: String, to target: String) {
    rules.append(.mapping(["source_labels": .list([.text(source)]), "target_label": .text(target)]))
  }

  /// Copies a label where it is not empty.
  mutating func copyFilled(_ source: String, to target: String) {
    rules.append(
      .mapping([
        "source_labels": .list([.text(source)]), "target_label": .text(target), "regex": .text("(.+)"),
        "replacement": .text("$1"),
      ]))
  }

  mutating func set(_ target: String, to replacement: String) {
    rules.append(.mapping(["target_label": .text(target), "replacement": .text(replacement)]))
  }

  /// Makes a label of several.
  mutating func compose(
    _ sources: [String], separator: String, regex: String? = nil, to target: String, _ replacement: String,
    action: String? = nil
  ) {
    var entry = ConfigMapping()
    entry.set("source_labels", texts: sources)
    entry.set("separator", text: separator)
    entry.set("regex", text: regex)
    entry.set("target_label", text: target)
    entry.set("replacement", text: replacement)
    entry.set("action", text: action)
    rules.append(entry.value)
  }

  // MARK: What several kinds of job have in common

  /// Keeps what a selector finds.
  /// - Parameter role: how discovery calls objects of the kind: `service`, `pod` or `ingress`.
  mutating func select(_ selector: LabelSelector?, role: String) {
    guard let selector else { return }
    for (key, value) in selector.matchLabels.sorted(by: { $0.key < $1.key }) {
      keep("__meta_kubernetes_\(role)_label_\(key.keepingWordCharacters)", value)
    }
    for expression in selector.matchExpressions {
      let name = expression.key.keepingWordCharacters
      let label = "__meta_kubernetes_\(role)_label_\(name)"
      let present = "__meta_kubernetes_\(role)_labelpresent_\(name)"
      switch expression.operator {
      case .isIn: keep(label, expression.values.joined(separator: "|"))
      case .notIn: drop(label, expression.values.joined(separator: "|"))
      case .exists: keep(present, "true")
      case .doesNotExist: drop(present, "true")
      }
    }
  }

  /// Names the pod and what is around it.
  mutating func describePods() {
    copy("__meta_kubernetes_namespace", to: "namespace")
    copy("__meta_kubernetes_service_name", to: "service")
    copy("__meta_kubernetes_pod_name", to: "pod")
    copy("__meta_kubernetes_pod_container_name", to: "container")
  }

  mutating func dropEnded() { drop("__meta_kubernetes_pod_phase", "(Failed|Succeeded)") }

  /// Copies labels of the discovered objects.
  mutating func copyLabels(_ labels: [String], role: String) {
    for label in labels {
      let name = label.keepingWordCharacters
      copyFilled("__meta_kubernetes_\(role)_label_\(name)", to: name)
    }
  }

  /// Takes the job's name from a label of the discovered objects, where they have it.
  mutating func name(by label: String?, role: String) {
    if let label { copyFilled("__meta_kubernetes_\(role)_label_\(label.keepingWordCharacters)", to: "job") }
  }

  /// Keeps the targets of this shard; the sidecar, or Sluice, puts its number in.
  mutating func shard(of shards: Int) {
    rules.append(
      .mapping([
        "source_labels": .list([.text("__address__")]), "target_label": .text("__tmp_hash"),
        "modulus": .number(JSONNumber(shards)), "action": .text("hashmod"),
      ]))
    keep("__tmp_hash", "$(SHARD)")
  }
}
