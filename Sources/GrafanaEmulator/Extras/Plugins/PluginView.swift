internal import Documents

/// A plugin as the API shows it.
enum PluginView {
  static func listed(_ plugin: CorePlugin, _ choice: PluginChoice?, _ lens: Lens) -> JSON {
    var object = head(plugin)
    object["enabled"] = JSON(choice?.isEnabled ?? true)
    object["pinned"] = JSON(choice?.isPinned ?? false)
    object["info"] = information(plugin, lens)
    object["dependencies"] = dependencies(lens)
    object["latestVersion"] = ""
    object["hasUpdate"] = false
    object["defaultNavUrl"] = JSON("/plugins/\(plugin.id)/")
    object["category"] = JSON(plugin.category)
    addSignature(to: &object, lens)
    return .object(object)
  }

  /// The settings show a plugin that nobody changed as switched off, although the list shows it as on.
  static func settings(_ plugin: CorePlugin, _ choice: PluginChoice?, _ lens: Lens) -> JSON {
    let extras = lens.extras
    var object = head(plugin)
    object["enabled"] = JSON(choice?.isEnabled ?? false)
    object["pinned"] = JSON(choice?.isPinned ?? false)
    if extras.pluginsTellExtensions { object["autoEnabled"] = false }
    let module = "app/plugins/\(plugin.kind.rawValue)/\(plugin.id)/module"
    object["module"] = JSON(extras.pluginsTellExtensions ? "core:plugin/\(plugin.id)" : module)
    object["baseUrl"] = JSON(plugin.folder(lens))
    object["info"] = information(plugin, lens)
    object["includes"] = []
    object["dependencies"] = dependencies(lens)
    if extras.pluginsTellExtensions {
      object["extensions"] = [
        "addedLinks": [], "addedComponents": [], "exposedComponents": [], "extensionPoints": [],
        "addedFunctions": [],
      ]
    }
    object["jsonData"] = choice?.jsonData ?? .null
    if extras.pluginsTellSecrets { object["secureJsonFields"] = [:] }
    object["defaultNavUrl"] = ""
    object["latestVersion"] = ""
    object["hasUpdate"] = false
    addSignature(to: &object, lens)
    if extras.pluginsTellExtensions { object["loadingStrategy"] = "script" }
    return .object(object)
  }

  private static func head(_ plugin: CorePlugin) -> JSONObject {
    JSONObject(members: [
      ("name", JSON(plugin.name)), ("type", JSON(plugin.kind.rawValue)), ("id", JSON(plugin.id)),
    ])
  }

  /// Core plugins have no version of their own.
  private static func information(_ plugin: CorePlugin, _ lens: Lens) -> JSON {
    let logo = JSON(plugin.logo(lens))
    var object = JSONObject(members: [
      ("author", ["name": "Grafana Labs", "url": "https://grafana.com"]), ("description", ""),
      ("links", .null), ("logos", ["small": logo, "large": logo]), ("build", [:]), ("screenshots", .null),
      ("version", ""), ("updated", ""),
    ])
    if lens.extras.pluginsTellExtensions { object["keywords"] = .null }
    return .object(object)
  }

  private static func dependencies(_ lens: Lens) -> JSON {
    var object = JSONObject(members: [("grafanaDependency", ""), ("grafanaVersion", "*"), ("plugins", [])])
    if lens.extras.pluginsTellExtensions { object["extensions"] = ["exposedComponents": []] }
    return .object(object)
  }

  private static func addSignature(to object: inout JSONObject, _ lens: Lens) {
    object["state"] = ""
    object["signature"] = "internal"
    object["signatureType"] = ""
    object["signatureOrg"] = ""
    if lens.extras.pluginsTellAngular { object["angularDetected"] = false }
  }
}
