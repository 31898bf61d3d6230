import Documents
import Manifests
import Platform
import TestSupport

/// Rendering many GrafanaAgents, in a process of its own for its memory: each has 20 MetricsInstances in its own namespace, and
/// each of these selects 20 of 400 monitors that all teams share. Held against taking the digest of the same texts, which
/// is the least that must be done to know whether a file changed.
enum AgentsBench {
  static let instances = 20
  static let monitors = 20
  /// The argument by which this program starts itself.
  static let childArgument = "render-agents"

  /// How many, and what runs their configurations. Alloy's are converted, which takes most of the time.
  private static let sizes: [(count: Int, mode: AgentMode)] = [
    (50, .agentStatic), (500, .agentStatic), (50, .alloyStatic), (50, .alloy),
  ]

  static func run(_ figures: inout Figures) async throws {
    figures.tell("GrafanaAgents of \(instances) MetricsInstances of \(monitors) monitors, rendered")
    for (count, mode) in sizes {
      let rendered = try await rendered(count, mode)
      func figure(_ name: String) -> Double {
        if case .number(let number)? = rendered[name] { number.doubleValue } else { 0 }
      }
      let peak = figure("peak")
      figures.tell(
        "  \(count), \(mode.rawValue): \(text(figure("render"))) s for \(Int(figure("bytes") / 1e6)) MB "
          + "(\(text(figure("cpu"))) s of processor time, digests alone \(text(figure("digest"))) s); "
          + "unchanged \(text(figure("unchanged"))) s, one changed monitor \(text(figure("changed"))) s "
          + "(\(Int(figure("rendered"))) agents rendered), peak \(Int(peak)) MiB")
      let name = "agents_\(count)" + (mode.isAlloy ? "_\(mode.rawValue)" : "")
      figures.set("\(name)_seconds", figure("render"))
      figures.set("\(name)_processor_seconds", figure("cpu"))
      figures.set("\(name)_ratio", figure("cpu") / figure("digest"))
      figures.set("\(name)_unchanged_seconds", figure("unchanged"))
      figures.set("\(name)_changed_seconds", figure("changed"))
      figures.set("\(name)_rerendered", Int(figure("rendered")))
      figures.set("\(name)_peak_mib", peak, digits: 1)
    }
  }

  /// What the process that renders them writes.
  private static func rendered(_ count: Int, _ mode: AgentMode) async throws -> JSON {
    let folder = try TemporaryDirectory()
    let result = folder.file("figures.json")
    let child = try RunningProgram(
      Machine.programs + "/sluice-bench", [childArgument, String(count), mode.rawValue, result])
    defer { child.stop() }
    let isDone = await eventually(within: .seconds(300)) {
      try? await Task.sleep(for: .milliseconds(50))
      return (try? FileSystem.entry(at: result)) != nil
    }
    guard isDone else { throw BenchFailure("\(count) agents were not rendered within 300 s") }
    return try JSONParser.parse(try FileSystem.read(result, limit: 1 << 20))
  }

  private static func text(_ number: Double) -> String { String((number * 1000).rounded() / 1000) }
}
