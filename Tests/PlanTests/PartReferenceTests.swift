import Base
import Testing

/// Several objects of one manifest.
@Suite struct PartReferenceTests {
  @Test func aPartKnowsItsManifest() {
    let manifest = ObjectReference(kind: "GrafanaDataSource", namespace: "ns", name: "sources")
    let part = ObjectReference(part: "My [old] source", of: manifest)
    #expect(part.description == "GrafanaDataSource ns/sources[My [old] source]")
    #expect(part.manifest == manifest)
    #expect(manifest.manifest == manifest)
    // A folder that has no manifest may have brackets in its title.
    let implicit = ObjectReference(kind: "GrafanaFolder", namespace: "ns", name: "folder titled A [b]")
    #expect(implicit.manifest == implicit)
  }
}
