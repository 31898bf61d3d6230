import Base
import Documents
import Manifests

/// A volume of a pod.
struct PodVolume {
  let name: String
  /// What it is, by the name of its kind: `emptyDir`, `secret`.
  let source: [String: ConfigValue]
  /// Where it is written; nil for one that every such pod has.
  let origin: SourceLocation?

  init(_ name: String, _ kind: String, _ settings: [String: ConfigValue] = [:]) {
    self.name = name
    source = [kind: .mapping(settings)]
    origin = nil
  }

  /// - Parameter prefix: stands before the name.
  init(_ volume: CoreObject, prefix: String = "") {
    name = prefix + (volume.text("name") ?? "")
    source = ConfigValue.members(of: volume.json.filter { $0 != "name" })
    origin = volume.origin
  }

  var value: ConfigValue { .mapping(source.merging(["name": .text(name)]) { first, _ in first }) }
}

/// A place where a pod's containers have a volume.
struct PodMount {
  let name: String
  let path: String
  let value: ConfigValue
  /// Where it is written; nil for one that every such pod has.
  let origin: SourceLocation?

  init(_ name: String, at path: String, isReadOnly: Bool = false) {
    self.name = name
    self.path = path
    var mount = ConfigMapping()
    mount.set("name", text: name)
    mount.set("mountPath", text: path)
    mount.set("readOnly", ifTrue: isReadOnly)
    value = mount.value
    origin = nil
  }

  /// - Parameter prefix: stands before the volume's name.
  init(_ mount: CoreObject, prefix: String = "") {
    name = prefix + (mount.text("name") ?? "")
    path = mount.text("mountPath") ?? ""
    value = .mapping(ConfigValue.members(of: mount.json).merging(["name": .text(name)]) { _, new in new })
    origin = mount.origin
  }
}

/// A variable in the environment of a pod's containers.
struct PodVariable {
  let name: String
  let value: ConfigValue

  init(_ name: String, _ text: String) {
    self.name = name
    value = .mapping(["name": .text(name), "value": .text(text)])
  }

  /// A field of the pod itself.
  init(_ name: String, field: String) {
    self.name = name
    value = .mapping([
      "name": .text(name), "valueFrom": .mapping(["fieldRef": .mapping(["fieldPath": .text(field)])]),
    ])
  }
}

extension ConfigValue {
  /// The members of a mapping, without nulls.
  static func members(of object: JSONObject) -> [String: ConfigValue] {
    object.members.reduce(into: [:]) { $0[$1.key] = ConfigValue($1.value) }
  }
}
