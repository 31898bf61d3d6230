internal import Documents

/// `/api/frontend/settings`: the part that programs ask for.
enum FrontendSettings {
  static func json(_ workspace: Workspace) -> JSON {
    let lens = workspace.lens
    var object = JSONObject(members: [
      ("appSubUrl", ""), ("appUrl", "http://localhost:3000/"),
      ("defaultDatasource", JSON(workspace.defaultDataSourceName)),
      ("datasources", .object(dataSources(workspace))), ("buildInfo", buildInfo(lens)),
      ("featureToggles", .object(toggles(lens))),
      ("awsAllowedAuthProviders", ["default", "keys", "credentials"]),
      ("awsAssumeRoleEnabled", true), ("minRefreshInterval", "5s"), ("pluginAdminEnabled", false),
      ("pluginAdminExternalManageEnabled", false), ("rbacEnabled", true), ("sigV4AuthEnabled", false),
      ("unifiedAlertingEnabled", JSON(lens.alerting == .unified)),
      ("unifiedAlerting", ["minInterval": "10s"]),
    ])
    if lens.hasKubernetesAPI {
      object["namespace"] = "default"
      object["rootFolderUID"] = "general"
      object["sharedWithMeFolderUID"] = "sharedwithme"
    }
    if lens.offersLegacyAlerting { object["alertingEnabled"] = JSON(lens.alerting == .legacy) }
    return .object(object)
  }

  /// Of those that are on, the one that a client of folders looks for. Later versions nest without being told to.
  private static func toggles(_ lens: Lens) -> JSONObject {
    lens.hasNestedFolders && !lens.hasKubernetesAPI
      ? JSONObject(members: [("nestedFolders", true)]) : JSONObject()
  }

  private static func buildInfo(_ lens: Lens) -> JSON {
    [
      "hideVersion": false, "version": JSON(lens.versionText),
      "commit": JSON(ServerEndpoints.commit), "buildstamp": 1_670_000_000, "edition": "Open Source",
      "latestVersion": "", "hasUpdate": false, "env": "production",
    ]
  }

  /// Those whose plugin is installed, and Grafana's own three.
  private static func dataSources(_ workspace: Workspace) -> JSONObject {
    var result = JSONObject()
    for name in ["-- Dashboard --", "-- Grafana --", "-- Mixed --"] {
      var object = JSONObject(members: [
        ("type", "datasource"), ("name", JSON(name)), ("isDefault", false), ("jsonData", [:]),
      ])
      if name == "-- Grafana --" {
        object["id"] = -1
        object["uid"] = "grafana"
      }
      result[name] = .object(object)
    }
    for source in workspace.dataSources.values where DataSourcePlugin.named(source.type) != nil {
      result[source.name] = .object(view(source, workspace.lens))
    }
    return result
  }

  private static func view(_ source: DataSourceRecord, _ lens: Lens) -> JSONObject {
    var data = source.jsonData.objectValue ?? JSONObject()
    if source.type == "prometheus" { data["directUrl"] = JSON(source.url) }
    let proxy = lens.hasKubernetesAPI ? "uid/\(source.uid)" : String(source.id)
    return JSONObject(members: [
      ("id", JSON(source.id)), ("uid", JSON(source.uid)), ("type", JSON(source.type)),
      ("name", JSON(source.name)), ("url", JSON("/api/datasources/proxy/" + proxy)),
      ("isDefault", JSON(source.isDefault)), ("access", JSON(source.access)), ("preload", false),
      ("jsonData", .object(data)), ("readOnly", false),
    ])
  }
}
