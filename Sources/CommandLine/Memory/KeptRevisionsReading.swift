import Base
import Git
import Plan
import Report
import Store

/// Looks up from which commits the targets keep what is held back now.
enum KeptRevisionsReading {
  static func read(_ findings: [Diagnostic], revision: String, from store: any Store) async -> KeptRevisions {
    var kept: [ObjectReference: String] = [:]
    let name = Revision(revision)?.name
    for subject in Set(findings.filter { $0.severity == .error }.compactMap(\.subject)) {
      // Without the memory the finding is told all the same.
      guard let found = try? await store.inventory(named: subject.name),
        let entry = found.first(where: { $0.entry.reference == subject })?.entry,
        let commit = GitObjectIdentifier(entry.commit)
      else { continue }
      kept[subject] = Revision(name: name, commit: commit).short
    }
    return KeptRevisions(kept)
  }
}
