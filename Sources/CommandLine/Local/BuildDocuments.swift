import Agent
import Base
import Documents
import Manifests
import Plan
import Render

/// What a directory renders to, as documents to be printed. Secrets read `(secret)`.
struct BuildDocuments: Sendable {
  let objects: [JSON]
  let agentFiles: [JSON]

  static func make(_ directory: DirectoryRendering) async throws(SourceTreeError) -> BuildDocuments {
    var objects: [JSON] = []
    for workspace in directory.workspaces {
      for action in workspace.actions {
        let body = try await directory.rendering.bodies.body(
          of: action.reference, title: action.title, kind: action.key.kind)
        objects.append(document(action, body, workspace.rendering))
      }
    }
    let files = directory.agents.flatMap { agent in agent.files.map { file(agent, $0) } }
    return BuildDocuments(objects: objects, agentFiles: files)
  }

  private static func document(_ action: Action, _ body: DesiredBody?, _ workspace: WorkspaceRendering)
    -> JSON
  {
    var object = JSONObject([
      ("kind", .string(action.key.kind.name)), ("uid", .string(action.key.uid)),
      ("title", .string(action.title)),
      ("workspace", .string(workspace.instance.url)),
      ("object", .string(action.reference.path)), ("writtenIn", .string(action.origin.fileAndLine)),
    ])
    if action.key.kind.hasParent, !action.parentUID.isEmpty {
      object["folder"] = .object(
        JSONObject([("uid", .string(action.parentUID)), ("title", .string(action.parentTitle))]))
    }
    switch body {
    case .folder(let folder):
      if let permissions = folder.permissions { object["permissions"] = .array(permissions) }
    case .datasource(let datasource): object["model"] = model(datasource)
    case .document(let document): object["model"] = shown(document.model, hiding: document.hiddenPaths)
    case .dashboard(let dashboard):
      object["model"] = dashboard.isSecret ? .string(shown) : dashboard.model
      if let permissions = dashboard.permissions { object["permissions"] = .array(permissions) }
      if let shared = dashboard.link { object["publicLink"] = link(shared) }
    case .file, nil: break
    }
    return .object(object)
  }

  private static func link(_ link: PublicLink) -> JSON {
    [
      "enabled": .bool(link.isEnabled), "annotationsEnabled": .bool(link.showsAnnotations),
      "timeSelectionEnabled": .bool(link.allowsTimeSelection),
    ]
  }

  private static func model(_ datasource: DatasourceBody) -> JSON {
    let model = shown(datasource.model, hiding: datasource.hiddenPaths)
    guard !datasource.secrets.isEmpty, var object = model.objectValue else { return model }
    object["secureJsonData"] = .object(
      JSONObject(datasource.secrets.keys.sorted().map { ($0, .string(shown)) }))
    return .object(object)
  }

  private static func shown(_ model: JSONObject, hiding paths: Set<JSONPointer>) -> JSON {
    var model = JSON.object(model)
    for pointer in paths.sorted(by: { $0.description < $1.description }) {
      // The place was filled by the renderer, so it is there.
      if let hidden = try? JSONPatch([.replace(pointer, .string(shown))]).apply(to: model) { model = hidden }
    }
    return model
  }

  private static func file(_ agent: AgentOutput, _ file: AgentFile) -> JSON {
    .object(
      JSONObject([
        ("kind", .string(ObjectKind.agentFile.name)), ("path", .string(file.path)),
        ("object", .string(agent.agent.path)), ("writtenIn", .string(agent.origin.fileAndLine)),
        ("summary", .string(file.summary)), ("text", .string(file.shown)),
      ]))
  }

  private static let shown = DirectoryRendering.standIn.description
}
