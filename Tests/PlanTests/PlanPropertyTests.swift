import Base
import Plan
import TestSupport
import Testing

/// What must hold for every plan, tried on worlds that nobody would think of.
@Suite struct PlanPropertyTests {
  private static let seeds = Array(UInt64(1)...12)
  private static let rules: [TitleRule] = [.free, .exact, .slug]

  /// Everything that a plan says, as text.
  private func describe(_ plan: Plan) -> String {
    let actions = plan.actions.map { action in
      "\(action.verb) \(action.key) \(action.reference) \(action.title) \(action.parentTitle) \(action.parentUID) "
        + "\(action.formerParentTitle ?? "-") \(action.reason) \(action.keepsCopy) \(action.isAdopted) "
        + action.requires.map(\.description).joined(separator: ",")
    }
    let problems = plan.problems.map { "\($0.location?.description ?? "") \($0.message)" }
    return (actions + problems + ["\(plan.equalCount)"]).joined(separator: "\n")
  }

  /// The same world behind dictionaries and lists in another order.
  private func shuffled(_ input: PlanInput, _ random: inout SplitMix) -> PlanInput {
    var copy = input
    copy.desired.shuffle(using: &random)
    copy.observed = Dictionary(
      uniqueKeysWithValues: input.observed.shuffled(using: &random).map { ($0.key, $0.value) })
    copy.inventory = Dictionary(
      uniqueKeysWithValues: input.inventory.shuffled(using: &random).map { ($0.key, $0.value) })
    copy.inspections = Dictionary(
      uniqueKeysWithValues: input.inspections.shuffled(using: &random).map { ($0.key, $0.value) })
    return copy
  }

  @Test(arguments: seeds, rules) func holdsInEveryWorld(seed: UInt64, rule: TitleRule) async {
    var world = ModelWorld(seed: seed, rule: rule)
    for step in 0..<20 {
      // Other tests wait for their turn as well.
      await Task.yield()
      world.commit()
      world.disturb()
      // A cycle in which things go wrong, or in which the process is killed.
      let rough = plan(&world, step)
      let isKilled = step % 5 == 4
      world.apply(
        rough, failures: step % 3 == 0 ? 20 : 0,
        crash: isKilled ? Int.random(in: 0...rough.actions.count, using: &world.random) : nil)
      // Cycles in which nothing happens any more: a few, since something may wait for something else.
      var last = plan(&world, step)
      for _ in 0..<4 where last.actions.contains(where: { $0.verb != .report }) {
        world.apply(last)
        last = plan(&world, step)
      }
      let rest = last.actions.filter { $0.verb != .report }.map { "\($0.verb) \($0.key): \($0.reason)" }
      #expect(rest == [], "seed \(seed), \(rule), step \(step): \(last.problems.map(\.message))")
      #expect(world.server.cascaded == [], "seed \(seed), \(rule), step \(step)")
      #expect(world.server.lost == [], "seed \(seed), \(rule), step \(step)")
      expectNoTwins(world, last, "seed \(seed), \(rule), step \(step)")
      // What went wrong once goes on; the first time says enough.
      if !rest.isEmpty || !world.server.cascaded.isEmpty || !world.server.lost.isEmpty { return }
    }
  }

  private func plan(_ world: inout ModelWorld, _ step: Int) -> Plan {
    let input = world.input()
    let plan = Planner.plan(input)
    #expect(describe(plan) == describe(Planner.plan(shuffled(input, &world.random))), "step \(step)")
    let strangers = plan.actions.filter { $0.verb == .delete && input.inventory[$0.key] == nil }
    #expect(strangers.map(\.key) == [])
    let twice = Dictionary(grouping: plan.actions, by: \.key).filter { $0.value.count > 1 }
    #expect(twice.isEmpty)
    return plan
  }

  /// Each manifest has one object, unless the plan says why not.
  private func expectNoTwins(_ world: ModelWorld, _ plan: Plan, _ place: String) {
    let told = Set(plan.problems.compactMap(\.subject)).union(plan.actions.map(\.reference))
    for manifest in world.manifests
    where !manifest.isHeldBack && !manifest.isSuspended && !world.unreadableFiles.contains(manifest.file) {
      let reference = world.reference(manifest)
      guard !told.contains(reference) else { continue }
      let keys = world.inventory.values.filter { $0.reference == reference }.map(\.key).sorted()
      #expect(!keys.isEmpty, "\(place): \(reference); \(plan.problems.map(\.message))")
      // A manifest that is suspended or held back may have taken over the uid of what this one was before.
      let own = keys.filter { key in
        !world.manifests.contains {
          $0.kind == key.kind && $0.uid == key.uid && world.reference($0) != reference
        }
      }
      #expect(own.count <= 1, "\(place): \(reference) is \(own); \(plan.problems.map(\.message))")
      guard keys.count == 1 else { continue }
      guard let key = keys.first, let stored = world.server.objects[key] else { continue }
      #expect(stored.title == manifest.title, "\(place): \(reference)")
      #expect(stored.content == manifest.content, "\(place): \(reference)")
    }
  }
}
