import Agent
import Base
import Documents
import Manifests
import Platform

/// What the process of `AgentsBench` does.
enum AgentsRendering {
  /// Renders, and writes what it took to a file.
  /// - Parameter arguments: how many, what runs the configurations, and the file.
  static func render(_ arguments: [String]) async throws {
    guard arguments.count == 3, let count = Int(arguments[0]), let mode = AgentMode(rawValue: arguments[1])
    else {
      throw BenchFailure("COUNT MODE FILE are needed")
    }
    let input = try await input(count, path: "/metrics")
    let builder = AgentBuilder(settings: AgentSettings(outputDirectory: "/srv/agents", mode: mode))
    let key = [UInt8](repeating: 7, count: 32)
    var cache = AgentCache()
    var bytes = 0
    func take(_ outputs: [AgentOutput]) async {
      let sizes = await ParallelWork.map(outputs) { output in
        output.files.reduce(0) { size, file in
          size
            + file.bytes.withBytes { text in
              _ = Digest(of: text, key: key)
              return text.count
            }
        }
      }
      bytes += sizes.reduce(0, +)
    }
    var outputs: [AgentOutput] = []
    func build(_ input: AgentInput) async {
      let built = await builder.build(input, cache) { .missing("\($0)", remedy: "") }
      (outputs, cache) = (built.outputs, built.cache)
    }
    let render = await elapsed {
      await build(input)
      await take(outputs)
    }
    guard outputs.count == count, outputs.allSatisfy(\.keptRoles.isEmpty) else {
      throw BenchFailure(
        "not all agents were rendered: \(outputs.flatMap(\.diagnostics).first?.message ?? "")")
    }
    let total = bytes
    let peak = Machine.ownPeakMiB
    let unchanged = await elapsed { await build(input) }
    let numbers = outputs.map(\.number)
    let changed = try await self.input(count, path: "/other")
    let again = await elapsed {
      await build(changed)
      await take(outputs.filter { !numbers.contains($0.number) })
    }
    let rendered = outputs.filter { !numbers.contains($0.number) }.count
    let digest = await elapsed {
      guard let text = outputs.first?.files.first?.bytes else { return }
      for _ in 0..<count { text.withBytes { _ = Digest(of: $0, key: key) } }
    }
    let figures: [(String, Double)] = [
      ("render", render.wall), ("cpu", render.cpu), ("bytes", Double(total)), ("unchanged", unchanged.wall),
      ("changed", again.wall), ("rendered", Double(rendered)), ("digest", digest.cpu), ("peak", peak),
    ]
    let json = JSON.object(
      JSONObject(figures.map { ($0.0, JSONNumber($0.1).map { .number($0) } ?? .null) }))
    try AtomicFile.write(Array(JSONWriter.string(json).utf8), to: arguments[2], mode: 0o600)
  }

  /// Seconds: as a clock has them, and of the processor, on which other programs do not count.
  private static func elapsed(_ body: () async -> Void) async -> (wall: Double, cpu: Double) {
    let (begun, worked) = (ContinuousClock.now, Machine.ownCPU)
    await body()
    return ((ContinuousClock.now - begun) / .seconds(1), Machine.ownCPU - worked)
  }

  /// The manifests of all teams, and one that belongs to the first agent alone.
  /// - Parameter path: of that one.
  private static func input(_ count: Int, path: String) async throws -> AgentInput {
    var files: [String: String] = [
      "own.yaml": monitor("own", space: "team-0", labels: "group: own", path: path)
    ]
    for group in 0..<AgentsBench.instances {
      files["monitors-\(group).yaml"] = (0..<AgentsBench.monitors).map {
        monitor("m-\(group)-\($0)", space: "shared", labels: "group: g\(group)", path: "/metrics")
      }.joined()
    }
    for agent in 0..<count {
      files["team-\(agent).yaml"] = team(agent)
    }
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    return AgentInput(try await loader.load(GeneratedTree(files: files), path: ""))
  }

  private static func monitor(_ name: String, space: String, labels: String, path: String) -> String {
    """
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: \(name), namespace: \(space), labels: {\(labels)}}
    spec:
      selector: {matchLabels: {app: \(name)}}
      namespaceSelector: {any: true}
      endpoints:
      - port: web
        path: \(path)
        interval: 30s
        relabelings:
        - {sourceLabels: [__meta_kubernetes_pod_node_name], targetLabel: node, action: replace}
        metricRelabelings:
        - {sourceLabels: [__name__], regex: "go_.*", action: drop}

    """
  }

  private static func team(_ agent: Int) -> String {
    let space = "team-\(agent)"
    let receivers = "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces"
    let instances = (0..<AgentsBench.instances).map { group in
      let values = agent == 0 && group == 0 ? "g0, own" : "g\(group)"
      return """
        ---
        apiVersion: monitoring.grafana.com/v1alpha1
        kind: MetricsInstance
        metadata: {name: i\(group), namespace: \(space)}
        spec:
          remoteWrite:
          - url: \(receivers)/ws-\(agent)-\(group)/api/v1/remote_write
            sigv4: {region: eu-central-1}
          serviceMonitorNamespaceSelector: {}
          serviceMonitorSelector:
            matchExpressions: [{key: group, operator: In, values: [\(values)]}]

        """
    }.joined()
    return """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: agent, namespace: \(space)}
      spec:
        metrics:
          instanceSelector: {}

      """ + instances
  }
}

/// Files in memory.
private struct GeneratedTree: SourceTree {
  let files: [String: String]

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    files.keys.sorted().map { TreeFile(path: $0, contentID: Digest(of: files[$0] ?? "").description) }
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    Array((files[file.path] ?? "").utf8)
  }
}
