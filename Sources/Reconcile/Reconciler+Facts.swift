import Base
import Manifests
import Render
import Store

extension Reconciler {
  /// Keeps what `sluice why` tells of objects beside what was done to them; once for each rendering.
  func keepFacts(_ revision: RenderedRevision, _ targets: [TargetResult]) async {
    guard let rendering = revision.rendering, keptFacts != revision.number else { return }
    var facts = ObjectFacts.all(in: rendering)
    for target in targets { facts.merge(target.facts) { $1 } }
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
    try? await ObjectFacts.keep(facts, in: store, environment: environment.name)
    keptFacts = revision.number
  }
}
