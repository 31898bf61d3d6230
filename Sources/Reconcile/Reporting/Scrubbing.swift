import Apply
import Base
import Plan
import Secrets

/// Takes secrets out of everything that a report is made of, once, so that nothing that is made from a report (notes,
/// statuses, events, pages, plans, logs) has to think of it. What servers say has been looked through before; here it is
/// what we say ourselves, such as a finding that quotes a content.
extension TargetResult {
  func scrubbed(_ scrubber: Scrubber) -> TargetResult {
    var told = self
    told.plan = plan?.mapTexts(scrubber.scrub)
    told.outcomes = outcomes.map { $0.mapTexts(scrubber.scrub) }
    told.problems = problems.map { $0.mapTexts(scrubber.scrub) }
    if let failure {
      let remedy = remedy
      told.failure = scrubber.scrub(failure)
      told.remedy = remedy.map(scrubber.scrub)
    }
    return told
  }
}

extension RenderedRevision {
  /// What is wrong with the revision, without secrets.
  func findings(_ scrubber: Scrubber) -> [Diagnostic] { diagnostics.map { $0.mapTexts(scrubber.scrub) } }
}

extension ObjectFacts {
  func scrubbed(_ scrubber: Scrubber) -> ObjectFacts {
    var told = self
    told.rendering = rendering.map(scrubber.scrub)
    told.kept = kept.map(scrubber.scrub)
    return told
  }
}
