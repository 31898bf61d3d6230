import Base
import Documents

/// What people do to objects of every kind behind the program's back.
struct WorkspaceEdits {
  let world: World

  /// Changes an object by the workspace's own API.
  /// - Returns: the status that it answers; nil where the kind has nothing to edit.
  func edit(_ key: ObjectKey) throws -> Int? {
    switch key.kind {
    case .folder: return put("/api/folders/\(key.uid)", ["title": "Edited", "overwrite": true])
    case .datasource:
      let stored = try world.get("/api/datasources/uid/\(key.uid)")
      return put(
        "/api/datasources/\(stored["id"]?.intValue ?? 0)",
        stored.merging(patch: ["url": "http://edited.example.org"]))
    case .correlations:
      let path = "/api/datasources/uid/\(key.uid)/correlations"
      let uid = try world.get(path)[0]?["uid"]?.stringValue ?? ""
      return world.act("PATCH", "\(path)/\(uid)", ["description": "Edited"])
    case .dashboard:
      let stored = try world.dashboard(key.uid)
      let edited = stored["dashboard"]?.merging(patch: ["description": "Edited"]) ?? [:]
      return world.act(
        "POST", "/api/dashboards/db",
        ["dashboard": edited, "folderUid": stored["meta"]?["folderUid"] ?? "", "overwrite": true])
    case .homeDashboard: return put("/api/org/preferences", ["homeDashboardUID": ""])
    case .notificationChannel:
      let path = "/api/alert-notifications/uid/\(key.uid)"
      return put(path, try world.get(path).merging(patch: ["disableResolveMessage": true]))
    case .notificationTemplate:
      return put("/api/v1/provisioning/templates/\(key.uid)", ["template": "edited"])
    case .muteTiming:
      return put(
        "/api/v1/provisioning/mute-timings/\(escaped(key.uid))",
        ["name": .string(key.uid), "time_intervals": [["months": ["1"]]]])
    case .contactPoint: return try editReceiver(key.uid)
    case .notificationPolicy:
      let path = "/api/v1/provisioning/policies"
      return put(path, try world.get(path).merging(patch: ["group_by": ["edited"]]))
    case .alertRuleGroup: return try editRule(key.place)
    case .serviceAccount:
      let found = try world.get("/api/serviceaccounts/search?query=\(escaped(key.uid))")
      guard let id = found["serviceAccounts"]?[0]?["id"]?.intValue else { return 404 }
      return world.act("PATCH", "/api/serviceaccounts/\(id)", ["role": "Viewer"])
    case .resource: return try editResource(key.uid)
    case .libraryPanel: return try editLibraryPanel(key.uid)
    case .agentFile, .clusterObject: return nil
    }
  }

  private func put(_ path: String, _ body: JSON) -> Int { world.act("PUT", path, body) }

  private func escaped(_ text: String) -> String { text.replacing(" ", with: "%20") }

  private func editReceiver(_ name: String) throws -> Int {
    let all = try world.get("/api/v1/provisioning/contact-points?name=\(escaped(name))").arrayValue ?? []
    guard let row = all.first(where: { $0["name"]?.stringValue == name }), let uid = row["uid"]?.stringValue
    else { return 404 }
    let isSilent = row["disableResolveMessage"]?.boolValue ?? false
    return put(
      "/api/v1/provisioning/contact-points/\(uid)",
      row.merging(patch: ["disableResolveMessage": .bool(!isSilent)]))
  }

  private func editRule(_ place: (folderUID: String, name: String)) throws -> Int {
    let group = try world.get(
      "/api/v1/provisioning/folder/\(place.folderUID)/rule-groups/\(escaped(place.name))")
    guard let uid = group["rules"]?[0]?["uid"]?.stringValue else { return 404 }
    let path = "/api/v1/provisioning/alert-rules/\(uid)"
    return put(path, try world.get(path).merging(patch: ["title": "Edited"]))
  }

  private func editResource(_ uid: String) throws -> Int {
    guard let name = ResourceName(uid: uid), name.listing.kind == "Dashboard" else { return 404 }
    let path = "/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards/\(name.name)"
    return put(path, try world.get(path).merging(patch: ["spec": ["title": "Edited"]]))
  }

  private func editLibraryPanel(_ uid: String) throws -> Int {
    let path = "/api/library-elements/\(uid)"
    let stored = try world.get(path)["result"] ?? [:]
    return world.act(
      "PATCH", path,
      [
        "name": stored["name"] ?? "", "kind": 1, "version": stored["version"] ?? 1,
        "model": stored["model"]?.merging(patch: ["description": "Edited"]) ?? [:],
      ])
  }
}
