import Base
import Documents

/// The objects of a stand-in API server, with who has which fields. A value: a dry run works on a copy.
struct ClusterObjectStore: Sendable {
  struct Key: Hashable, Sendable {
    let resource: String
    let namespace: String
    let name: String
  }

  struct Manager: Hashable, Sendable {
    let name: String
    let operation: String
    let subresource: String
  }

  struct Entry: Hashable, Sendable {
    var fields: Set<ClusterFieldPath>
    var time: Timestamp
  }

  struct Stored: Sendable {
    let schema: ClusterSchema
    let key: Key
    let uid: String
    var version: Int
    var generation = 1
    /// Without what the server adds to the metadata.
    var content: JSON
    var managers: [Manager: Entry] = [:]
  }

  private(set) var objects: [Key: Stored] = [:]
  private var counter = 100
  private var clock = Timestamp(secondsSinceEpoch: 1_767_225_600)

  mutating func tick() { clock = clock + .seconds(1) }

  // MARK: Server-side apply

  /// structured-merge-diff merge/update.go, `Apply`.
  mutating func apply(
    _ body: JSON, at key: Key, _ schema: ClusterSchema, manager name: String, isForced: Bool
  ) throws(ClusterAnswer) -> (object: Stored, isNew: Bool) {
    tick()
    let manager = Manager(name: name, operation: "Apply", subresource: "")
    let applied = schema.leaves(of: body)
    guard var stored = objects[key] else {
      if let uid = body["metadata"]?["uid"]?.stringValue {
        throw .conflict(
          schema, key.name,
          "uid mismatch: the provided object specified uid \(uid), and no existing object was found")
      }
      let made = try make(body, at: key, schema, manager, Set(applied.keys))
      return (made, true)
    }
    if let uid = body["metadata"]?["uid"]?.stringValue, uid != stored.uid {
      throw .invalid(schema, key.name, [("metadata.uid", "Invalid value: \"\(uid)\": field is immutable")])
    }
    let live = schema.leaves(of: stored.content)
    let changed = Set(applied.keys.filter { live[$0] != applied[$0] })
    var conflicts: [(path: ClusterFieldPath, manager: Manager, time: Timestamp)] = []
    for (other, entry) in stored.managers where other != manager {
      for path in entry.fields.intersection(changed) { conflicts.append((path, other, entry.time)) }
    }
    guard conflicts.isEmpty || isForced else { throw .applyConflict(schema, conflicts) }
    let last = stored.managers[manager]?.fields ?? []
    let kept = stored.managers.filter { $0.key != manager && $0.key.operation == "Apply" }
      .reduce(into: Set<ClusterFieldPath>()) { $0.formUnion($1.value.fields) }
    let removed = last.subtracting(applied.keys).subtracting(kept)
    var content = stored.content
    for path in removed.sorted(by: { $0.elements.count > $1.elements.count }) {
      content = content.removing(path.elements[...])
    }
    for (path, value) in applied.sorted(by: { $0.key.elements.count < $1.key.elements.count }) {
      content = content.setting(path.elements[...], value)
    }
    for other in stored.managers.keys where other != manager {
      stored.managers[other]?.fields.subtract(changed)
      stored.managers[other]?.fields.subtract(removed)
    }
    let fields = Set(applied.keys)
    let isSame = last == fields && changed.isEmpty && removed.isEmpty
    if !isSame { stored.managers[manager] = Entry(fields: fields, time: clock) }
    return (try save(stored, content), false)
  }

  // MARK: Other writes

  /// What `kubectl edit` and controllers do: whoever changes a field has it.
  mutating func update(
    _ key: Key, manager name: String, subresource: String = "", _ change: (JSON) -> JSON
  ) throws(ClusterAnswer) -> Stored {
    tick()
    guard var stored = objects[key] else { throw .notFound(key.resource, key.name) }
    let manager = Manager(name: name, operation: "Update", subresource: subresource)
    let content = stored.schema.completed(change(stored.content))
    let old = stored.schema.leaves(of: stored.content)
    let new = stored.schema.leaves(of: content)
    let written = Set(new.keys.filter { old[$0] != new[$0] })
    let removed = Set(old.keys).subtracting(new.keys)
    for other in stored.managers.keys { stored.managers[other]?.fields.subtract(written.union(removed)) }
    if !written.isEmpty || !removed.isEmpty {
      let fields = (stored.managers[manager]?.fields ?? []).union(written)
      stored.managers[manager] = Entry(fields: fields, time: clock)
    }
    return try save(stored, content)
  }

  mutating func create(
    _ body: JSON, at key: Key, _ schema: ClusterSchema, manager name: String
  ) throws(ClusterAnswer) -> Stored {
    tick()
    guard objects[key] == nil else { throw .alreadyExists(schema, key.name) }
    let manager = Manager(name: name, operation: "Update", subresource: "")
    return try make(body, at: key, schema, manager, Set(schema.leaves(of: body).keys))
  }

  mutating func delete(_ key: Key, uid: String?) throws(ClusterAnswer) {
    guard let stored = objects[key] else { throw .notFound(key.resource, key.name) }
    if let uid, uid != stored.uid {
      throw .conflict(
        stored.schema, key.name,
        "Precondition failed: UID in precondition: \(uid), UID in object meta: \(stored.uid)")
    }
    objects[key] = nil
  }

  /// Forgets who has which fields, as writing `managedFields: [{}]` does.
  mutating func forgetManagers(of key: Key) { objects[key]?.managers = [:] }

  // MARK: Saving

  private mutating func make(
    _ body: JSON, at key: Key, _ schema: ClusterSchema, _ manager: Manager, _ fields: Set<ClusterFieldPath>
  ) throws(ClusterAnswer) -> Stored {
    counter += 1
    let content = schema.completed(body.setting("metadata", body["metadata"]?.setting("uid", nil)))
    if let refusal = schema.refusal(of: content, after: nil) { throw .invalid(schema, key.name, [refusal]) }
    let stored = Stored(
      schema: schema, key: key, uid: "uid-\(counter)", version: counter, content: content,
      managers: [manager: Entry(fields: fields, time: clock)])
    objects[key] = stored
    return stored
  }

  private mutating func save(_ changed: Stored, _ content: JSON) throws(ClusterAnswer) -> Stored {
    guard let former = objects[changed.key] else { return changed }
    var stored = changed
    stored.content = stored.schema.completed(content)
    stored.managers = stored.managers.filter { !$0.value.fields.isEmpty }
    if let refusal = stored.schema.refusal(of: stored.content, after: former.content) {
      throw .invalid(stored.schema, stored.key.name, [refusal])
    }
    // A write that changes nothing is none.
    if former.content == stored.content, former.managers == stored.managers { return former }
    counter += 1
    stored.version = counter
    if former.content["spec"] != stored.content["spec"] { stored.generation += 1 }
    objects[stored.key] = stored
    return stored
  }
}

extension ClusterObjectStore.Stored {
  /// As the server gives it.
  /// - Parameter isMetadataOnly: asked for by `PartialObjectMetadata`.
  func json(isMetadataOnly: Bool = false) -> JSON {
    let entries = managers.sorted { ($0.value.time, $0.key.name) < ($1.value.time, $1.key.name) }.map {
      manager, entry -> JSON in
      var object: JSON = [
        "manager": .string(manager.name), "operation": .string(manager.operation),
        "apiVersion": .string(schema.apiVersion), "time": .string(entry.time.description),
        "fieldsType": "FieldsV1",
        "fieldsV1": ClusterFieldPath.fieldsV1(entry.fields),
      ]
      if !manager.subresource.isEmpty { object = object.setting("subresource", .string(manager.subresource)) }
      return object
    }
    let metadata = (content["metadata"] ?? [:])
      .setting("uid", .string(uid)).setting("resourceVersion", .string(String(version)))
      .setting("generation", .number(JSONNumber(generation)))
      .setting("creationTimestamp", "2026-01-01T00:00:00Z").setting("managedFields", .array(entries))
    if isMetadataOnly {
      return ["kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata]
    }
    return content.setting("metadata", metadata)
  }
}

extension JSON {
  /// With a field at a place, made where it is missing.
  fileprivate func setting(_ path: ArraySlice<ClusterFieldPath.Element>, _ value: JSON) -> JSON {
    guard let first = path.first else { return value }
    let rest = path.dropFirst()
    switch first {
    case .field(let name):
      if case .key? = rest.first {
        return setting(name, .array((self[name]?.arrayValue ?? []).setting(rest, value)))
      }
      return setting(name, (self[name] ?? [:]).setting(rest, value))
    case .key: return self
    }
  }

  /// Without a field.
  fileprivate func removing(_ path: ArraySlice<ClusterFieldPath.Element>) -> JSON {
    guard case .field(let name)? = path.first, let child = self[name] else { return self }
    let rest = path.dropFirst()
    if rest.isEmpty { return setting(name, nil) }
    if case .key? = rest.first {
      let elements = (child.arrayValue ?? []).removing(rest)
      return setting(name, elements.isEmpty ? nil : .array(elements))
    }
    let smaller = child.removing(rest)
    return setting(name, smaller.objectValue?.isEmpty == true ? nil : smaller)
  }
}

extension [JSON] {
  private func index(of element: ClusterFieldPath.Element) -> Int? {
    guard case .key(let text) = element, let key = try? JSONParser.parse(text) else { return nil }
    return firstIndex { ClusterSchema.key(of: $0, key.objectValue?.keys ?? []) == element }
  }

  fileprivate func setting(_ path: ArraySlice<ClusterFieldPath.Element>, _ value: JSON) -> [JSON] {
    guard let first = path.first, case .key(let text) = first else { return self }
    var copy = self
    let place: Int
    if let found = index(of: first) {
      place = found
    } else {
      copy.append((try? JSONParser.parse(text)) ?? [:])
      place = copy.count - 1
    }
    // The element itself is a field too, without a value of its own.
    if path.count > 1 { copy[place] = copy[place].setting(path.dropFirst(), value) }
    return copy
  }

  fileprivate func removing(_ path: ArraySlice<ClusterFieldPath.Element>) -> [JSON] {
    guard let first = path.first, let place = index(of: first) else { return self }
    var copy = self
    if path.count == 1 {
      copy.remove(at: place)
    } else {
      copy[place] = copy[place].removing(path.dropFirst())
    }
    return copy
  }
}
