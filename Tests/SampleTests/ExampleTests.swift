import Base
import HTTP
import Manifests
import Platform
import Render
import TestSupport
import Testing

/// The examples are what people begin with, one file for each kind.
@Suite("Sample repository: examples")
struct ExampleTests {
  private static func render() async throws -> Rendering {
    let network = try LoopbackServer { request in
      // An export that asks for its data source, as most of the catalogue do.
      [
        .answer(
          200,
          """
          {"title": "From \(request.target)",
           "__inputs": [{"name": "DS_PROMETHEUS", "type": "datasource", "pluginId": "prometheus"}],
           "panels": [{"type": "stat", "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"}}]}
          """)
      ]
    }
    let renderer = Renderer(
      settings: LoaderSettings(), secretsDirectory: nil, standIn: SecretValue("(secret)"),
      urls: URLContentCache(
        client: HTTPClient(), addresses: .publicInternet(and: CIDR("127.0.0.0/8").map { [$0] } ?? []),
        deadline: .seconds(600), time: SystemTime()),
      key: [1], evaluators: .patient, catalogue: network.url)
    let tree = PlayedNetwork(repository: SampleRepository(), address: network.url)
    return try await renderer.render(tree, path: "examples")
  }

  @Test("every file is read and rendered without a finding")
  func areClean() async throws {
    let rendering = try await Self.render()
    #expect(rendering.diagnostics == [])
    #expect(rendering.heldBack == [:])
    #expect(rendering.skipped == [])
  }

  @Test("a file or its folder is named after the kind that it shows")
  func areNamedAfterTheirKinds() async throws {
    for object in try await Self.render().manifests where object.reference.kind != "ConfigMap" {
      let name = "examples/\(object.reference.kind)"
      let file = object.origin.file
      #expect(file == name + ".yaml" || file.hasPrefix(name + "/"), "\(object.reference)")
    }
  }

  @Test("every source of a dashboard's JSON has an example")
  func showEverySource() async throws {
    let rendering = try await Self.render()
    let sources = rendering.manifests.compactMap { object -> String? in
      switch (object.spec as? GrafanaDashboard)?.content {
      case .json: "json"
      case .gzipJSON: "gzipJson"
      case .url: "url"
      case .grafanaCom: "grafanaCom"
      case .configMap: "configMapRef"
      case .jsonnet: "jsonnet"
      case .jsonnetProject: "jsonnetLib"
      case nil: nil
      }
    }
    #expect(
      Set(sources) == ["json", "gzipJson", "url", "grafanaCom", "configMapRef", "jsonnet", "jsonnetLib"])
    let titles = rendering.workspaces.flatMap(\.desired).filter { $0.kind == .dashboard }.map(\.title)
    #expect(
      Set(titles) == [
        "HTTP requests", "Disks", "Queues", "Services of checkout", "On call", "Status",
        "From /rfmoz/grafana-dashboards/master/prometheus/node-exporter-full.json",
        "From /api/dashboards/1860/revisions/37/download",
      ])
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

/// The sample's files, with this machine in the place of the network.
private struct PlayedNetwork: SourceTree {
  let repository: SampleRepository
  let address: String

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    try await repository.files(below: path)
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    let text = String(decoding: try await repository.read(file, limit: limit), as: UTF8.self)
    return Array(text.replacing("https://raw.githubusercontent.com", with: address).utf8)
  }
}
