import Manifests
import Testing

/// Every field of every kind stands in docs/manifests.md with what becomes of it, and nothing else stands there.
@Suite struct DocumentationTests {
  @Test(arguments: CompleteManifests.all)
  func saysWhatBecomesOfEachField(kind: CompleteManifests.Kind) throws {
    let documented = try DocumentedFields().fields(of: kind.heading)
    let probe = try FieldProbe(kind.type, kind.manifests)
    #expect(probe.unknown == [])
    #expect(probe.mistyped == [])
    #expect(probe.unset == [])
    #expect(documented.count > 15)
    for field in Set(documented.keys).union(probe.fates.keys).sorted() {
      #expect(
        documented[field] ?? "not in the document" == probe.fates[field] ?? "not in the program", "\(field)")
    }
  }

  @Test func hasASectionForEachKind() throws {
    let sections = try DocumentedFields().sections
    for kind in CompleteManifests.all {
      #expect(sections[kind.heading]?.isEmpty == false, "\(kind.heading)")
    }
  }
}
