import Manifests
import Testing

/// Every field of every kind of Grafana Agent Operator stands in docs/manifests-agent.md with what becomes of it, and
/// nothing else stands there.
@Suite struct AgentDocumentationTests {
  @Test(arguments: CompleteAgentManifests.all)
  func saysWhatBecomesOfEachField(kind: CompleteManifests.Kind) throws {
    let documented = try DocumentedAgentFields(
      kind.heading, in: DocumentedTables("docs/manifests-agent.md"))
    let fates = try DocumentedFields().ofAllKinds.merging(documented.fates) { _, own in own }
    let probe = try FieldProbe(kind.type, kind.manifests)
    #expect(probe.unknown == [])
    #expect(probe.mistyped == [])
    #expect(probe.unset == [])
    #expect(documented.repeated == [])
    #expect(documented.declined == probe.declined)
    #expect(documented.fates.count > 40)
    for field in Set(fates.keys).union(probe.fates.keys).sorted() {
      #expect(
        fates[field] ?? "not in the document" == probe.fates[field] ?? "not in the program", "\(field)")
    }
  }

  @Test func hasATableForEachKindAndNoOther() throws {
    let tables = try DocumentedTables("docs/manifests-agent.md")
    var used = Set(CompleteAgentManifests.kinds)
    for kind in CompleteAgentManifests.kinds {
      used.formUnion(DocumentedAgentFields(kind, in: tables).parts)
    }
    #expect(Set(tables.rows.keys) == used)
    #expect(tables.brokenLinks == [])
  }
}
