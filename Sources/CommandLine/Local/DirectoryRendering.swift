import Agent
import Base
import HTTP
import Manifests
import Plan
import Platform
import Reconcile
import Render
import Secrets

/// What a directory on disk renders to, for `build` and `validate`: nothing is asked of a workspace.
struct DirectoryRendering: Sendable {
  /// One workspace as if it were empty, so that every object has the uid that a first apply would give it.
  struct Workspace: Sendable {
    let rendering: WorkspaceRendering
    /// In the order in which they would be written.
    let actions: [Action]
  }

  let rendering: Rendering
  let workspaces: [Workspace]
  let agents: [AgentOutput]
  /// Of reading, rendering, identifying and agents together, sorted by file and line, each once.
  let findings: [Diagnostic]

  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  var objectCount: Int { rendering.objectCount }

  /// A line for each document that is not ours; empty for none.
  var skippedLines: String { rendering.skipped.map { $0.line + "\n" }.joined() }

  /// For the help of both commands.
  static let whatIsRead =
    "The same files are read as from Git: symbolic links to files are followed as far as the repository reaches that "
    + "DIR lies in, and repositories inside it are left out."

  /// What takes the place of secrets that are not at hand.
  static let standIn = SecretValue("(secret)")

  /// Reads the directory of the command's first argument by its options.
  static func read(_ call: CommandCall) async throws(CommandFailure) -> DirectoryRendering {
    let values = call.values
    let directory = call.words.first ?? "."
    try refuseFile(directory)
    let urls = URLContentCache(
      client: HTTPClient(), addresses: .publicInternet(and: values.all(Settings.allowedAddresses)),
      deadline: values[Settings.timeout] ?? .seconds(30), time: call.system.time)
    let secrets = values[Settings.secrets]
    let renderer = Renderer(
      settings: LoaderSettings(), secretsDirectory: secrets, standIn: secrets == nil ? standIn : nil,
      urls: urls, key: call.system.random.bytes(32), evaluators: call.system.evaluators,
      catalogue: values[Settings.catalogue] ?? Renderer.grafanaCom,
      scrubber: call.scrubber)
    do throws(SourceTreeError) {
      let rendering = try await renderer.render(DirectoryTree(directory), path: "")
      return await DirectoryRendering(
        rendering, call.scrubber, layout: values[Settings.agentLayout] ?? .files)
    } catch {
      throw CommandFailure(error.message)
    }
  }

  private init(_ rendering: Rendering, _ scrubber: Scrubber, layout: AgentSettings.Layout) async {
    self.rendering = rendering
    var findings = rendering.diagnostics
    workspaces = rendering.workspaces.map { workspace in
      let plan = Planner.plan(
        PlanInput(
          desired: workspace.desired.filter { $0.standsFor == nil }, heldBack: Set(rendering.heldBack.keys)))
      findings += plan.problems
      return Workspace(rendering: workspace, actions: plan.actions)
    }
    agents = await Self.agents(rendering, layout)
    findings += agents.flatMap(\.diagnostics)
    var seen: Set<Diagnostic> = []
    self.findings = findings.map { $0.mapTexts(scrubber.scrub) }.filter { seen.insert($0).inserted }.sorted()
  }

  private static func agents(
    _ rendering: Rendering, _ layout: AgentSettings.Layout
  ) async -> [AgentOutput] {
    let settings = AgentSettings(outputDirectory: "/", layout: layout)
    return await AgentBuilder(settings: settings).build(rendering.agentInput()) { rendering.agentValue($0) }
  }

  /// What an object refers to is looked for in all files of the directory, so that one file alone would be told wrong.
  private static func refuseFile(_ path: String) throws(CommandFailure) {
    guard let found = try? FileSystem.entry(at: path), found.kind != .directory,
      let target = try? FileSystem.resolved(path), (try? FileSystem.entry(at: target))?.kind == .file
    else { return }
    throw CommandFailure(
      "\(path) is a file, and what its objects refer to may stand in others",
      remedy: "name the directory that holds them all, for example \(FileSystem.parent(of: path))")
  }
}
