import Base
import Documents
import Manifests
import Platform
import Render
import Testing

/// Dashboards are checked for what makes them useful: a server takes any JSON.
@Suite("Sample repository: dashboards")
struct SampleDashboardTests {
  struct Dashboard: Sendable, CustomTestStringConvertible {
    let name: String
    let model: DashboardModel
    let warnings: [String]

    var testDescription: String { name }
    /// Panels that show something; rows only group.
    var panels: [JSON] {
      (model.json["panels"]?.arrayValue ?? []).filter { $0["type"]?.stringValue != "row" }
    }
  }

  static let names = [
    "amp-usage", "aws-lambda", "aws-load-balancers", "grafana-agent", "kubernetes-workloads",
    "mysql-overview",
    "node-overview",
  ]

  /// All dashboards of the environment, by the names of their manifests.
  static func dashboards() async throws -> [String: Dashboard] {
    let set = try await SampleRepository().environment()
    let configMaps = Dictionary(
      uniqueKeysWithValues: set.items.compactMap { item in
        (item.spec as? ConfigMapManifest).map { (item.metadata.name, $0) }
      })
    var found: [String: Dashboard] = [:]
    for item in set.items {
      guard let spec = item.spec as? GrafanaDashboard else { continue }
      let reader = DashboardReader(inputs: spec.inputs, variables: spec.variables)
      let reading = try reader.read(try text(of: spec, configMaps: configMaps))
      found[item.metadata.name] = Dashboard(
        name: item.metadata.name, model: reading.model, warnings: reading.warnings.map(\.message))
    }
    return found
  }

  private static func text(
    of spec: GrafanaDashboard, configMaps: [String: ConfigMapManifest]
  ) throws -> [UInt8] {
    switch spec.content {
    case .json(let text): return Array(try #require(text.text).utf8)
    case .gzipJSON(let text):
      let packed = try #require(Base64.decode(text.text ?? ""))
      return try Gzip.decompress(packed, limit: 1 << 20)
    case .configMap(let selector):
      return Array(try #require(configMaps[selector.name]?.data[selector.key]?.text).utf8)
    case .url, .grafanaCom, .jsonnet, .jsonnetProject:
      Issue.record("the sample's environment is written out")
      return []
    }
  }

  static func dashboard(_ name: String) async throws -> Dashboard {
    try #require(try await dashboards()[name])
  }

  @Test("the list of this suite is complete, and each way to write a dashboard is shown")
  func allAreHere() async throws {
    let dashboards = try await Self.dashboards()
    #expect(dashboards.keys.sorted() == Self.names)
    #expect(dashboards.values.flatMap(\.warnings) == [])
    let specs = try await SampleRepository().environment().specs(GrafanaDashboard.self)
    let ways = Set(specs.map { String(String(describing: $0.content).prefix { $0 != "(" }) })
    #expect(ways == ["json", "gzipJSON", "configMap"])
    #expect(specs.contains { !$0.inputs.isEmpty })
    #expect(specs.contains { !$0.variables.isEmpty })
  }

  @Test("a dashboard has a uid of its own name, a description, tags and 8 to 16 panels", arguments: names)
  func isComplete(_ name: String) async throws {
    let dashboard = try await Self.dashboard(name)
    #expect(dashboard.model.uid == name)
    #expect(dashboard.model.json["description"]?.stringValue?.isEmpty == false)
    #expect(dashboard.model.json["tags"]?.arrayValue?.isEmpty == false)
    #expect((8...16).contains(dashboard.panels.count), "\(dashboard.panels.count) panels")
  }

  @Test("every panel says what it shows, in which unit, from where", arguments: names)
  func panelsAreExplained(_ name: String) async throws {
    for panel in try await Self.dashboard(name).panels {
      let title = try #require(panel["title"]?.stringValue)
      #expect(panel["description"]?.stringValue?.isEmpty == false, "\(title)")
      #expect(panel["targets"]?.arrayValue?.isEmpty == false, "\(title)")
      if panel["type"]?.stringValue != "table" {
        #expect(panel["fieldConfig"]?["defaults"]?["unit"]?.stringValue != nil, "\(title)")
      }
    }
  }

  @Test("panels have ids of their own and do not lie on one another", arguments: names)
  func layout(_ name: String) async throws {
    let panels = try await Self.dashboard(name).model.json["panels"]?.arrayValue ?? []
    #expect(Set(panels.compactMap { $0["id"]?.intValue }).count == panels.count)
    var taken: [String: String] = [:]
    for panel in panels {
      let title = panel["title"]?.stringValue ?? "?"
      let place = try #require(panel["gridPos"])
      let (x, y) = (try #require(place["x"]?.intValue), try #require(place["y"]?.intValue))
      let (width, height) = (try #require(place["w"]?.intValue), try #require(place["h"]?.intValue))
      #expect(x + width <= 24, "\(title) is wider than the page")
      for row in y..<(y + height) {
        for column in x..<(x + width) {
          let other = taken.updateValue(title, forKey: "\(column),\(row)")
          #expect(other == nil, "\(title) lies on \(other ?? "")")
        }
      }
    }
  }

  @Test("a dashboard names only data sources that the repository declares", arguments: names)
  func datasourcesAreDeclared(_ name: String) async throws {
    let set = try await SampleRepository().environment()
    let declared = Set(set.specs(GrafanaDatasource.self).compactMap(\.uid))
    let used = Set(
      try await Self.dashboard(name).model.uses.filter { $0.kind == .datasource }.map(\.identifier))
    #expect(!used.isEmpty)
    #expect(used.isSubset(of: declared), "\(used.subtracting(declared).sorted())")
  }

  @Test("the value that a manifest gives a template variable is the one that opens")
  func variableIsSet() async throws {
    let variables = try await Self.dashboard("aws-load-balancers").model.json["templating"]?["list"]?
      .arrayValue
    let region = try #require(variables?.first { $0["name"]?.stringValue == "region" })
    #expect(region["current"]?["value"]?.stringValue == "us-east-1")
  }
}
