import Documents
import TestSupport

/// A kind of object into whose calls answers are injected.
///
/// A further kind is one more `FaultKind` in `FaultKind.all`: a manifest of an object that differs from one generation to the
/// next, what the workspace shows of it, and its calls. Take the routes that it calls out of `UncalledRoutes` then.
struct FaultKind: Sendable {
  /// One object, as it is wanted.
  struct Object: Sendable {
    let name: String
    /// Moves with every change that the manifest asks for.
    let generation: Int
    let version: String

    /// One of two, in turn.
    func alternate(_ one: String, _ other: String) -> String { generation % 2 == 0 ? one : other }
  }

  /// Begins the names of its objects.
  let name: String
  /// A workspace has only one of it.
  var isSingle = false
  /// Emulated versions that have it.
  var versions = FaultSeat.allVersions
  /// File and `metadata.name` of an object of the name.
  var file: @Sendable (String) -> String = { "\($0).yaml" }
  var manifestName: @Sendable (String) -> String = { $0 }
  let manifest: @Sendable (World, Object) -> String
  /// What stands in the file where the object is not wanted; nil removes the file.
  var withoutObject: @Sendable (World) -> String? = { _ in nil }
  /// The generation that the workspace holds; nil where it has no such object, -1 for a mixture.
  let stored: @Sendable (World, Object) throws -> Int?
  let seats: [FaultSeat]
  /// The number by which the workspace knows an object of the name; nil where it has no such object, or knows it by name.
  var number: @Sendable (World, String) throws -> Int? = { _, _ in nil }

  static let all = [
    workspace, folder, dashboard, datasource, correlations, homeDashboard, libraryPanel, alertRuleGroup,
    contactPoint,
    muteTiming, notificationTemplate, notificationPolicy, notificationChannel, serviceAccount, resource,
  ]

  // MARK: Kinds

  /// What is asked before anything is known.
  static let workspace = FaultKind(
    name: "workspace", manifest: { _, _ in "" }, stored: { _, _ in nil },
    seats: [
      // Some front ends keep it to themselves; then the settings name the version.
      FaultSeat(.observe, "GET", "/api/health", tolerating: [401, 403, 500], needsConnection: true),
      FaultSeat(.observe, "GET", "/api/frontend/settings", on: FaultSeat.before12, needsConnection: true),
      FaultSeat(.observe, "GET", "/api/search", on: FaultSeat.before12),
      FaultSeat(
        .observe, "GET", "/apis/folder.grafana.app/v1beta1/namespaces/*/folders", on: FaultSeat.newest),
      FaultSeat(
        .observe, "GET", "/apis/dashboard.grafana.app/v1beta1/namespaces/*/dashboards", on: FaultSeat.newest),
      // What is said of credentials is said to every call; the recordings ask it of the organisation.
      FaultSeat(.observe, "GET", "/api/datasources", like: ["/api/org", "/api/user"]),
    ])

  static let folder = FaultKind(
    name: "folder",
    manifest: { _, object in
      Manifest.folder(
        object.name, title: "\(object.name) \(object.generation)",
        extra: (object.version == "12.4" ? "parentFolderRef: \(object.alternate("team", "attic"))\n" : "")
          + #"permissions: '{"items": [{"role": "Viewer", "permission": \#(object.alternate("1", "2"))}]}'"#)
    },
    stored: { world, object in
      let path = "/api/folders/\(object.name)"
      guard world.status(path) == 200, let title = try world.get(path)["title"]?.stringValue else {
        return nil
      }
      return try generation(in: title, if: permissions(world, path) == [object.alternate("1", "2")])
    },
    seats: [
      FaultSeat(.create, "POST", "/api/folders", body: #""uid":"{}""#, on: FaultSeat.before12),
      FaultSeat(
        .create, "POST", WritePath.folders, body: #""name":"{}""#, on: FaultSeat.newest,
        like: ["/api/folders"]),
      FaultSeat(.create, "GET", "/api/folders/{}"),
      FaultSeat(.read, "GET", "/api/folders/{}/permissions"),
      FaultSeat(.read, "GET", "/api/folders/{}"),
      FaultSeat(.update, "PUT", "/api/folders/{}", on: FaultSeat.before12),
      FaultSeat(.update, "GET", WritePath.folders + "/{}", on: FaultSeat.newest),
      FaultSeat(
        .update, "PUT", WritePath.folders + "/{}", on: FaultSeat.newest, like: ["/api/folders/*"]),
      FaultSeat(.update, "POST", "/api/folders/{}/move", on: FaultSeat.newest),
      FaultSeat(.create, "POST", "/api/folders/{}/permissions"),
      FaultSeat(.update, "POST", "/api/folders/{}/permissions"),
      FaultSeat(.delete, "GET", "/api/folders/{}/counts"),
      FaultSeat(.delete, "GET", "/api/library-elements", on: ["9.4", "9.3", "8.5", "8.4"]),
      FaultSeat(.delete, "DELETE", "/api/folders/{}"),
    ])

  static let dashboard = FaultKind(
    name: "dashboard",
    manifest: { _, object in
      let items = #"{"items": [{"role": "Viewer", "permission": \#(object.alternate("1", "2"))}]}"#
      let metadata = "{name: \(object.name), namespace: monitoring"
      let annotation = ", annotations: {sluice.dev/permissions: '\(items)'}"
      let isShown = object.alternate("true", "false")
      return Manifest.dashboard(
        object.name, folder: "folderRef: \(object.alternate("team", "attic"))",
        panel: "G\(object.generation)",
        extra: object.version == "12.4" ? "publicSharing: {annotationsEnabled: \(isShown)}" : ""
      ).replacing(metadata, with: metadata + (object.version.hasPrefix("8.") ? "" : annotation))
    },
    stored: { world, object in
      let path = "/api/dashboards/uid/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      let found = try world.get(path)
      let link =
        world.status(path + "/public-dashboards") == 200 ? try world.get(path + "/public-dashboards") : .null
      let isLinked = link["annotationsEnabled"] == .bool(object.generation % 2 == 0)
      let areSet = try permissions(world, path) == [object.alternate("1", "2")]
      return generation(
        in: found["dashboard"]?["panels"]?[0]?["title"]?.stringValue ?? "",
        if: found["meta"]?["folderUid"]?.stringValue == object.alternate("team", "attic")
          && (areSet || object.version.hasPrefix("8.")) && (isLinked || object.version != "12.4"))
    },
    seats: [
      FaultSeat(.create, "POST", "/api/dashboards/db", body: #""uid":"{}""#, on: FaultSeat.before12),
      FaultSeat(.update, "POST", "/api/dashboards/db", body: #""uid":"{}""#, on: FaultSeat.before12),
      FaultSeat(
        .create, "POST", WritePath.dashboards, body: #""name":"{}""#, on: FaultSeat.newest,
        like: ["/api/dashboards/db"]),
      FaultSeat(.update, "GET", WritePath.dashboards + "/{}", on: FaultSeat.newest),
      FaultSeat(
        .update, "PUT", WritePath.dashboards + "/{}", on: FaultSeat.newest, like: ["/api/dashboards/db"]),
      FaultSeat(.read, "GET", "/api/dashboards/uid/{}"),
      FaultSeat(.delete, "DELETE", "/api/dashboards/uid/{}"),
      FaultSeat(.read, "GET", "/api/dashboards/uid/{}/permissions", on: FaultSeat.from9),
      FaultSeat(.create, "POST", "/api/dashboards/uid/{}/permissions", on: FaultSeat.from9),
      FaultSeat(.update, "POST", "/api/dashboards/uid/{}/permissions", on: FaultSeat.from9),
      // Who may not see the links is told so when one is to be made.
      FaultSeat(
        .observe, "GET", "/api/dashboards/public-dashboards", on: FaultSeat.newest, tolerating: [403]),
      FaultSeat(.read, "GET", "/api/dashboards/uid/{}/public-dashboards", on: FaultSeat.newest),
      FaultSeat(.create, "POST", "/api/dashboards/uid/{}/public-dashboards", on: FaultSeat.newest),
      FaultSeat(.update, "PATCH", "/api/dashboards/uid/{}/public-dashboards/*", on: FaultSeat.newest),
      FaultSeat(.delete, "DELETE", "/api/dashboards/uid/{}/public-dashboards/*", on: FaultSeat.newest),
    ])

  static let datasource = FaultKind(
    name: "datasource",
    manifest: { _, object in
      Manifest.datasource(
        object.name, extra: "secureJsonData: {basicAuthPassword: \"${password}\"}",
        values: """
          valuesFrom:
            - targetPath: secureJsonData.basicAuthPassword
              valueFrom: {secretKeyRef: {name: faults, key: password}}
          """
      ).replacing("prometheus.example.org:9090", with: "prometheus.example.org:900\(object.generation)")
    },
    stored: { world, object in
      let path = "/api/datasources/uid/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      return generation(in: try world.get(path)["url"]?.stringValue?.replacing("900", with: " ") ?? "")
    },
    seats: [
      FaultSeat(.create, "POST", "/api/datasources", body: #""uid":"{}""#),
      FaultSeat(.read, "GET", "/api/datasources/uid/{}"),
      FaultSeat(.update, "PUT", "/api/datasources/uid/{}", on: FaultSeat.from9),
      FaultSeat(.update, "PUT", "/api/datasources/*", body: #""uid":"{}""#, on: FaultSeat.before9),
      FaultSeat(.delete, "DELETE", "/api/datasources/uid/{}"),
    ])

  static let homeDashboard = FaultKind(
    name: "home", isSingle: true, versions: FaultSeat.from9, file: { _ in "grafana.yaml" },
    manifestName: { _ in "prod" },
    manifest: { world, object in
      world.instance + "\n  preferences: {homeDashboardUid: \(object.alternate("home0", "home1"))}"
    },
    withoutObject: { $0.instance },
    stored: { world, object in
      let uid = try world.get("/api/org/preferences")["homeDashboardUID"]?.stringValue ?? ""
      return uid.isEmpty ? nil : uid == object.alternate("home0", "home1") ? object.generation : -1
    },
    seats: [
      FaultSeat(.observe, "GET", "/api/org/preferences", on: FaultSeat.from9),
      FaultSeat(.update, "PATCH", "/api/org/preferences", on: FaultSeat.from9),
      FaultSeat(.delete, "PATCH", "/api/org/preferences", on: FaultSeat.from9),
    ])
}

extension FaultKind {
  /// The number at the end of a text, where all else is of that generation too.
  static func generation(in text: String, if isWhole: Bool = true) -> Int? {
    isWhole ? Int(text.reversed().prefix { $0.isNumber }.reversed().map(String.init).joined()) ?? -1 : -1
  }

  /// What viewers may do.
  private static func permissions(_ world: World, _ path: String) throws -> [String] {
    guard world.status(path + "/permissions") == 200 else { return [] }
    return (try world.get(path + "/permissions").arrayValue ?? [])
      .filter { $0["role"] == "Viewer" && $0["inherited"] != true }
      .compactMap { $0["permission"]?.intValue.map(String.init) }
  }
}
