import Documents
import Grafana

/// What is kept of a dashboard: its model, and what belongs to it beside.
struct DashboardCopy {
  let model: JSON
  /// Nil where the workspace did not tell them.
  var permissions: [JSON]?
  /// Nil where the workspace did not tell.
  var link: Link?

  enum Link {
    case none
    case present(RemotePublicDashboard)
  }

  /// The text that is kept: `{"dashboard": …, "permissions": […], "publicDashboard": …}`. Counters of the server are left
  /// out, so that a content that comes again and again is the same each time.
  var content: [UInt8] {
    var members: [(String, JSON)] = [("dashboard", DashboardForm.content(of: model))]
    if let permissions { members.append(("permissions", .array(permissions))) }
    switch link {
    case .present(let link): members.append(("publicDashboard", link.json))
    case .some(.none): members.append(("publicDashboard", .null))
    case nil: break
    }
    return JSONWriter.bytes(.object(JSONObject(members)))
  }

  init(_ model: JSON) {
    self.model = model
  }

  /// Reads a copy, also one that holds the model alone: earlier versions kept it so, and workspaces do.
  /// - Returns: nil where it is not JSON.
  init?(content: [UInt8]) {
    guard let json = try? JSONParser.parse(content, options: .lenient) else { return nil }
    guard let object = json.objectValue, let model = object["dashboard"], model.objectValue != nil,
      object.keys.allSatisfy({ Self.members.contains($0) })
    else {
      self.init(json)
      return
    }
    self.init(model)
    permissions = object["permissions"]?.arrayValue
    link = object["publicDashboard"].map { json in RemotePublicDashboard(json).map { .present($0) } ?? .none }
  }

  private static let members: Set<String> = ["dashboard", "permissions", "publicDashboard"]
}
