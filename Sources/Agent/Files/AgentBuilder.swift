import Base
import Manifests
import Platform

/// Makes the configurations of all GrafanaAgents. A pure function of what it is given and what the look-up answers.
public struct AgentBuilder: Sendable {
  public let settings: AgentSettings

  public init(settings: AgentSettings) { self.settings = settings }

  /// The outputs where nothing is known of a last time.
  public func build(_ input: AgentInput, lookup: @escaping ValueLookup) async -> [AgentOutput] {
    await build(input, AgentCache(), lookup: lookup).outputs
  }

  /// One output for each GrafanaAgent that the repository names, sorted by namespace and name.
  /// - Parameter cache: of the last time.
  /// - Returns: also the cache for the next time.
  public func build(
    _ input: AgentInput, _ cache: AgentCache, lookup: @escaping ValueLookup
  ) async -> (outputs: [AgentOutput], cache: AgentCache) {
    var cache = cache
    let finder = HierarchyFinder(input.objects)
    let heldBack = HeldBackObjects(input.heldBack, finder)
    let jobs = JobCache()
    var outputs: [AgentOutput] = []
    var pending: [(key: AgentCache.Key?, assembly: AgentAssembly)] = []
    for agent in finder.agents {
      let hierarchy = finder.hierarchy(of: agent)
      let holds = holds(hierarchy, heldBack, input)
      let key = AgentCache.Key(hierarchy, settings: settings, reasons: holds.map(\.reason))
      if let output = cache.output(agent.reference, key, lookup: lookup) {
        outputs.append(output)
      } else {
        let assembly = AgentAssembly(
          hierarchy, finder: finder, settings: settings, holds: holds, heldBack: heldBack, lookup: lookup,
          jobs: jobs)
        pending.append((key, assembly))
      }
    }
    let new = await ParallelWork.map(pending) { $0.assembly.output() }
    for (part, output) in zip(pending, new) { outputs.append(cache.keep(output, part.key)) }
    let present = Set(finder.agents.map(\.reference))
    cache.forget(except: present)
    outputs += kept(input, present: present)
    return (ObjectCollisions.resolve(outputs.sorted { $0.directory < $1.directory }), cache)
  }

  /// Those of GrafanaAgents that the repository names and that cannot be read.
  private func kept(_ input: AgentInput, present: Set<ObjectReference>) -> [AgentOutput] {
    var outputs: [AgentOutput] = []
    for broken in input.heldBack where broken.reference.kind == GrafanaAgent.kind {
      outputs.append(kept(broken.reference, origin: broken.origin))
    }
    let broken = Set(input.heldBack.map(\.reference))
    for (agent, files) in input.lastFiles where !present.contains(agent) && !broken.contains(agent) {
      if let file = files.intersection(input.unreadableFiles).min() {
        outputs.append(kept(agent, origin: SourceLocation(file: file, position: .start)))
      }
    }
    return outputs
  }

  /// Why roles of an agent have to stay as they are, whatever its hierarchy looks like without what is broken.
  private func holds(
    _ hierarchy: AgentHierarchy, _ heldBack: HeldBackObjects, _ input: AgentInput
  ) -> [AgentAssembly.Hold] {
    var holds = heldBack.found(in: hierarchy).map { broken, roles in
      AgentAssembly.Hold(
        roles: roles, reason: "\(broken.reference) (\(broken.origin.fileAndLine)) has errors")
    }
    let agent = hierarchy.agent
    for file in (input.lastFiles[agent.reference] ?? []).intersection(input.unreadableFiles).sorted() {
      holds.append(.init(roles: Set(AgentRole.allCases), reason: "\(file) cannot be read"))
    }
    return holds
  }

  private func kept(_ agent: ObjectReference, origin: SourceLocation) -> AgentOutput {
    AgentOutput(
      agent: agent, origin: origin, directory: AgentLayout(agent, settings: settings).directory, files: [],
      keptRoles: Set(AgentRole.allCases), diagnostics: [], layout: settings.layout,
      mode: settings.mode ?? .agentStatic, processes: .none, answers: [:])
  }
}
