import Base
import HTTP
import Manifests
import Platform
import Render
import Testing

/// The examples are what people begin with, one file for each kind.
@Suite("Sample repository: examples")
struct ExampleTests {
  private static func render() async throws -> Rendering {
    let renderer = Renderer(
      settings: LoaderSettings(), secretsDirectory: nil, standIn: SecretValue("(secret)"),
      urls: URLContentCache(
        client: HTTPClient(), addresses: .publicInternet(and: []), deadline: .seconds(10), time: SystemTime()),
      key: [1])
    return try await renderer.render(SampleRepository(), path: "examples")
  }

  @Test("every file is read and rendered without a finding")
  func areClean() async throws {
    let rendering = try await Self.render()
    #expect(rendering.diagnostics == [])
    #expect(rendering.heldBack == [:])
    #expect(rendering.skipped == [])
  }

  @Test("a file is named after the kind that it shows")
  func areNamedAfterTheirKinds() async throws {
    for object in try await Self.render().manifests {
      #expect(object.origin.file == "examples/\(object.reference.kind).yaml", "\(object.reference)")
    }
  }

  @Test("what one names, another one is")
  func nameEachOther() async throws {
    let workspace = try #require(try await Self.render().workspaces.first)
    #expect(workspace.desired.count >= 5)
    let present = Set(
      workspace.desired.flatMap { object in
        [object.uid, object.title].compactMap { $0.map { ObjectUse(object.kind, $0, place: "") } }
      })
    for object in workspace.desired {
      for use in object.uses {
        #expect(
          present.contains(ObjectUse(use.kind, use.identifier, place: "")), "\(object.reference): \(use)")
      }
    }
  }
}
