import Apply
import Base
import Git
import HTTP
import Manifests
import Plan
import Platform
import Render
import Report
import Secrets

/// One cycle of one environment, as a chain of values: source, rendering, targets, report.
extension Reconciler {
  /// Hears of a revision and of the names of its targets.
  public typealias Announce = @Sendable (SourceState, [String]) async -> Void

  /// Brings everything up to the source, and tells what was done. Never fails: what goes wrong is in the report.
  /// - Parameter announce: hears what is going to be applied, and to what, before it is.
  public func cycle(announce: Announce = { _, _ in }) async -> CycleReport {
    let started = time.now
    let begun = time.elapsed
    let source = await readSource()
    var rendering = await render(source)
    rendering.notices += [await recoverInventory()].compactMap { $0 }
    let left = await leftBehind(rendering, isDryRun: false)
    rendering.notices += left.problems
    if let state = source.state { await announce(state, rendering.targets) }
    tellNeighbours(rendering)
    await meetNeighbours(rendering)
    let targets = await converge(rendering, left)
    await keepFacts(rendering, left, targets)
    return report(source, rendering, targets, started: started, duration: time.elapsed - begun)
  }

  /// The same up to the plan, without writing anything anywhere. A plan of an earlier revision would be no answer, so it
  /// fails where the source cannot be asked.
  public func plan() async throws(GitError) -> PlanReport {
    let started = time.now
    let begun = time.elapsed
    let source = await readSource()
    if let failure = source.failure { throw failure }
    guard let state = source.state else { throw .closed }
    var rendering = await render(source)
    rendering.notices += [await recoverInventory()].compactMap { $0 }
    tellNeighbours(rendering)
    let left = await leftBehind(rendering, isDryRun: true)
    rendering.notices += left.problems
    let targets = await converge(rendering, left, isDryRun: true)
    return PlanReport(
      environment: environment.name, revision: RevisionSummary(state), started: started,
      duration: time.elapsed - begun, targets: targets.map { $0.scrubbed(scrubber).planned },
      diagnostics: rendering.findings(scrubber),
      objectCount: rendering.objectCount, skipped: rendering.skipped)
  }

  // MARK: Source

  /// The source as it is, or as it was when it could last be asked: drift is repaired while the Git host is away.
  func readSource() async -> SourceReading {
    do throws(GitError) {
      return SourceReading(state: try await source.refresh(), failure: nil)
    } catch {
      return SourceReading(state: await lastSource(), failure: error)
    }
  }

  // MARK: Rendering

  /// What the revision says. A revision that was rendered already is taken as it is, unless a value or a content from
  /// elsewhere has changed.
  func render(_ source: SourceReading) async -> RenderedRevision {
    guard let state = source.state, let mirror = await self.source.openMirror else {
      return RenderedRevision()
    }
    if let last = lastRendering, last.commit == state.revision.commit, let rendering = last.rendering,
      await renderer.isCurrent(rendering)
    {
      return last
    }
    renderingCount += 1
    var result = RenderedRevision()
    result.commit = state.revision.commit
    result.state = state
    result.number = renderingCount
    do throws(SourceTreeError) {
      let tree = GitSourceTree(mirror: mirror, commit: state.revision.commit)
      result.tree = tree
      result.rendering = try await renderer.render(tree, path: environment.path)
    } catch {
      result.problem = pathProblem(error, state)
      result.isPathMissing = error.kind == .pathMissing
    }
    FreedMemory.giveBack()
    lastRendering = result
    return result
  }

  private func pathProblem(_ error: SourceTreeError, _ state: SourceState) -> Diagnostic {
    if error.kind == .pathMissing {
      return Diagnostic(
        .error, code: "path-missing", "there is no directory \(environment.path) in \(state.revision.short)",
        remedy: "mend --path, or put the directory back; nothing is deleted without an answer")
    }
    return Diagnostic(.error, code: "tree-unreadable", "the revision cannot be read: \(error.message)")
  }

  // MARK: Targets

  /// All targets at once: one that is slow or away delays no other.
  func converge(_ revision: RenderedRevision, _ left: LeftBehind, isDryRun: Bool = false) async
    -> [TargetResult]
  {
    guard let state = revision.state, let rendering = revision.rendering ?? left.past?.emptied,
      let mirror = await source.openMirror
    else { return [] }
    let input = input(for: rendering, revision, state, CommitAnswers(state.commit, in: mirror))
    var runs = rendering.workspaces.filter { !$0.instance.isSuspended }.map { ($0, input) }
    for workspace in left.workspaces {
      var input = input
      input.absence = revision.isPathMissing ? .path : .target
      if let past = left.renderings[workspace.name] { input.lookup = past.lookup }
      runs.append((workspace, input))
    }
    let runners = runs.map { (runner(for: $0.0), $0.0, $0.1) }
    let (agents, cluster) = (agentRunner, clusterRunner)
    return await withTaskGroup(of: (Int, TargetResult?).self) { group in
      for (index, (runner, workspace, input)) in runners.enumerated() {
        let place = left.places[workspace.name]
        group.addTask {
          let result = await runner.run(workspace, input, isDryRun: isDryRun)
          return (index, await self.telling(result, place))
        }
      }
      if let agents { group.addTask { (runners.count, await agents.run(input, isDryRun: isDryRun)) } }
      if let cluster { group.addTask { (runners.count + 1, await cluster.run(input, isDryRun: isDryRun)) } }
      var results: [(Int, TargetResult)] = []
      for await (index, result) in group {
        if let result { results.append((index, result)) }
      }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func input(
    for rendering: Rendering, _ revision: RenderedRevision, _ state: SourceState, _ answers: CommitAnswers
  ) -> CycleInput {
    let bodies = rendering.bodies
    return CycleInput(
      rendering: rendering, lookup: rendering.lookup, renderingNumber: revision.number,
      revision: state.revision.description,
      origin: ChangeOrigin(
        commit: state.revision.commit.description, author: state.commit.author.name,
        subject: state.commit.subject),
      isPruneAllowed: environment.prune.isAllowed, answers: answers,
      pastWants: { [self] in await pastWants(of: $0, at: $1) },
      absence: revision.isPathMissing ? .path : nil,
      departures: { [source] in await Departures.find($0, in: source, at: state.revision.commit) },
      neighbours: { [neighbourhood, name = environment.name] in
        await neighbourhood.neighbours(of: name, in: $0, leaving: $1)
      },
      takeOver: { [neighbourhood, store, name = environment.name] in
        await neighbourhood.handOver($1, in: $0, to: name, store: store)
      },
      broken: brokenFiles(of: revision)
    ) { key, reference, title throws(TargetFailure) in
      do throws(SourceTreeError) {
        return try await bodies.body(of: reference, title: title, kind: key.kind)
      } catch {
        throw TargetFailure(.passing, "the manifest cannot be read again: \(error.message)")
      }
    }
  }

  // MARK: Report

  private func report(
    _ source: SourceReading, _ revision: RenderedRevision, _ targets: [TargetResult], started: Timestamp,
    duration: Duration
  ) -> CycleReport {
    let summary =
      source.state.map { RevisionSummary($0) }
      ?? RevisionSummary(text: "", commit: "", author: "", subject: "", committed: started)
    return CycleReport(
      environment: environment.name, revision: summary, started: started, duration: duration,
      targets: targets.map { $0.scrubbed(scrubber).report }, diagnostics: revision.findings(scrubber),
      objectCount: revision.objectCount,
      skipped: revision.skipped,
      sourceFailure: source.failure.map { scrubber.scrub($0.description) })
  }
}

extension RevisionSummary {
  init(_ state: SourceState) {
    self.init(
      text: state.revision.description, commit: state.revision.commit.description,
      author: state.commit.author.name,
      subject: state.commit.subject, committed: Timestamp(secondsSinceEpoch: state.commit.committer.time))
  }
}
