import Base
import Manifests
import Plan
import Render
import Store

extension Reconciler {
  /// Keeps what `sluice why` tells of objects beside what was done to them; once for each rendering.
  func keepFacts(_ revision: RenderedRevision, _ left: LeftBehind, _ targets: [TargetResult]) async {
    guard let rendering = revision.rendering ?? (revision.isPathMissing ? left.past?.emptied : nil),
      keptFacts != revision.number
    else { return }
    var facts = ObjectFacts.all(in: rendering)
    for target in targets { facts.merge(target.facts) { $1 } }
    for target in targets { await addDepartures(from: target, rendering, to: &facts) }
    let heldBack = Set(rendering.heldBack.keys.map(\.path))
    if !heldBack.isEmpty,
      let earlier = try? await ObjectFacts.needs(among: heldBack, from: store, environment: environment.name)
    {
      // A rendering does not know what an object needs of those that are held back.
      for manifest in rendering.manifests {
        guard let needs = earlier[manifest.reference.path] else { continue }
        facts[manifest.reference, default: ObjectFacts()].add(needs: needs)
      }
    }
    // It only costs lines of an answer, and a store that cannot be written is told by everything else.
    try? await ObjectFacts.keep(
      facts.mapValues { $0.scrubbed(scrubber) }, in: store, environment: environment.name)
    keptFacts = revision.number
  }

  /// Of what is owned in a target and not in the revision. A target whose memory cannot be read has told that itself.
  private func addDepartures(
    from target: TargetResult, _ rendering: Rendering, to facts: inout [ObjectReference: ObjectFacts]
  ) async {
    let name = TargetName(environment: environment.name, name: target.name)
    guard let owned = try? await store.inventory(of: name), !owned.isEmpty else { return }
    let present = Set(rendering.manifests.map(\.reference)).union(rendering.heldBack.keys)
      .union(rendering.workspaces.flatMap(\.desired).map(\.reference))
    for entry in owned.values
    where !present.contains(entry.reference) && rendering.heldBack[entry.reference.manifest] == nil
      && !entry.isImplicit
    {
      let departure: ObjectFacts.Departure =
        if rendering.unreadableFiles.contains(entry.origin.file) {
          .inDoubt(file: entry.origin.file)
        } else if let file = rendering.doubtfulFiles[entry.reference.manifest.name] {
          .inDoubt(file: file)
        } else {
          environment.prune.isEnabled ? .left : .leftWithoutPruning
        }
      facts[entry.reference, default: ObjectFacts()].departure = departure
    }
  }
}
