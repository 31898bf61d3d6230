internal import Documents

/// `/api/plugins` (reference/grafana-http-api.md, section 10): the plugins that come with Grafana. Others cannot be
/// installed: the recorded servers have no network, and newer ones no such route.
enum PluginEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add("GET", "/api/plugins", .signedIn, list)
    routes.add("GET", "/api/plugins/errors", .signedIn, errors)
    routes.add("GET", "/api/plugins/:id/settings", .signedIn, settings)
    routes.add("POST", "/api/plugins/:id/settings", .role(.admin, "plugins:write"), changeSettings)
    routes.add("GET", "/api/plugins/:id/health", .signedIn, health)
    if routes.lens.extras.hasPluginInstallation {
      routes.add("POST", "/api/plugins/:id/install", .server("plugins:install"), install)
      routes.add("POST", "/api/plugins/:id/uninstall", .server("plugins:install"), uninstall)
    }
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let kind = call.query("type") ?? ""
    let core = call.query("core") ?? ""
    let enabled = call.query("enabled") ?? ""
    let shown = CorePlugin.all(call.lens).filter { plugin in
      let isOn = workspace.extras.plugins[plugin.id]?.isEnabled ?? true
      return (kind.isEmpty || plugin.kind.rawValue == kind) && core != "0"
        && (enabled.isEmpty || (enabled == "1") == isOn)
    }
    return .json(
      .array(shown.map { PluginView.listed($0, workspace.extras.plugins[$0.id], call.lens) }))
  }

  private static let errors: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in .json([])
  }

  private static let settings: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let plugin = CorePlugin.named(call["id"], call.lens) else {
      throw Refusal.plain(404, "Plugin not found, no installed plugin with that id")
    }
    return .json(PluginView.settings(plugin, workspace.extras.plugins[plugin.id], call.lens))
  }

  private static let changeSettings: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    guard let plugin = CorePlugin.named(call["id"], call.lens) else {
      throw Refusal.plain(404, "Plugin not installed")
    }
    workspace.extras.plugins[plugin.id] = PluginChoice(
      isEnabled: body.flag("enabled"), isPinned: body.flag("pinned"), jsonData: body["jsonData"] ?? .null)
    return .message("Plugin settings updated")
  }

  /// No core plugin of the catalogue has a check without a data source.
  private static let health: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard CorePlugin.named(call["id"], call.lens) == nil else { throw Refusal.noRoute }
    guard call.lens.extras.pluginsTellExtensions else { throw Refusal.plain(404, "Plugin not found") }
    return .withCharset(["message": "Plugin not found"], status: 404)
  }

  private static let install: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard CorePlugin.named(call["id"], call.lens) == nil else {
      throw Refusal.failed(403, "Cannot install or change a Core plugin")
    }
    throw Refusal.failed(500, "Failed to install plugin")
  }

  private static let uninstall: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard CorePlugin.named(call["id"], call.lens) == nil else {
      throw Refusal.failed(403, "Cannot uninstall a Core plugin")
    }
    throw Refusal.failed(404, "Plugin not installed")
  }
}
