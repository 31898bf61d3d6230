import Base
import Documents
import Manifests
import Testing

@testable import Agent

/// Where keys of a document come from.
@Suite struct ManifestPlacesTests {
  private static let manifests =
    plainAgent
    + securedInstance.replacing("spec:", with: "spec:\n  additionalScrapeConfigs: {name: j, key: k}")
      + """
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: {name: app, namespace: mon}
      spec:
        selector: {}
        endpoints:
        - port: web
        - port: admin
          interval: 1m
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: {name: back, namespace: mon}
      spec: {selector: {}, endpoints: [{port: web}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: pods, namespace: mon}
      spec: {selector: {}, podMetricsEndpoints: [{port: web}, {port: other}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: Probe
      metadata: {name: outside, namespace: mon}
      spec: {prober: {url: "b:1"}, targets: {staticConfig: {static: [a]}}}

      """

  private func hierarchy() async throws -> AgentHierarchy {
    let finder = HierarchyFinder(try await input(["a.yaml": Self.manifests]).objects)
    return finder.hierarchy(of: try #require(finder.agents.first))
  }

  private func places(_ hierarchy: AgentHierarchy) -> ManifestPlaces {
    ManifestPlaces(hierarchy: hierarchy, integrations: [], takesMonitors: true, takesPodLogs: false)
  }

  /// The interval of a job of the first instance.
  private func interval(_ places: ManifestPlaces, _ job: Int) -> ManifestPlaces.Place {
    places.place(
      of: .key(
        .element(.key(.element(.key(.key(.top, "metrics"), "configs"), 0), "scrape_configs"), job),
        "scrape_interval"))
  }

  /// The order is the one in which the jobs are written.
  @Test func jobsComeFromTheirMonitors() async throws {
    let hierarchy = try await hierarchy()
    let rendering = Rendering(placement: .mounted) { reference in
      reference.storeKey.hasSuffix("/k") ? .found(SecretValue("[{job_name: own}]")) : .found(SecretValue("v"))
    }
    let document = rendering.metricsDocument(hierarchy, dataDirectory: "/d")
    let jobs = try #require(document["metrics"]?["configs"]?.elements.first?["scrape_configs"]?.elements)
    let places = places(hierarchy)
    let found = jobs.indices.map { index in
      let place = interval(places, index)
      return "\(jobs[index]["job_name"]?.writtenText ?? "") \(place.owner.reference) \(place.field)"
    }
    #expect(
      found == [
        "serviceMonitor/mon/app/0 ServiceMonitor mon/app spec.endpoints[0].interval",
        "serviceMonitor/mon/app/1 ServiceMonitor mon/app spec.endpoints[1].interval",
        "serviceMonitor/mon/back/0 ServiceMonitor mon/back spec.endpoints[0].interval",
        "podMonitor/mon/pods/0 PodMonitor mon/pods spec.podMetricsEndpoints[0].interval",
        "podMonitor/mon/pods/1 PodMonitor mon/pods spec.podMetricsEndpoints[1].interval",
        "probe/mon/outside Probe mon/outside spec.interval",
        "own MetricsInstance mon/primary additionalScrapeConfigs[0].scrape_interval",
      ])
    #expect(hierarchy.metrics[0].jobSources.count == 6)
    let line = Self.manifests.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.hasSuffix("interval: 1m") }
    #expect(interval(places, 1).location.position.line == line.map { $0 + 1 })
  }

  /// However many findings there are: an instance may have thousands of jobs.
  @Test func theJobsOfAnInstanceAreLookedUpOnce() async throws {
    let hierarchy = try await hierarchy()
    var count = 0
    let places = ManifestPlaces(
      hierarchy: hierarchy, integrations: [], takesMonitors: true, takesPodLogs: false
    ) { found in
      count += 1
      return found.jobSources
    }
    for job in 0..<7 {
      let message = "metrics.configs[0].scrape_configs[\(job)].x_configs is left out"
      let moved = places.moved(Diagnostic(.warning, code: "c", message), in: nil, remedy: nil)
      #expect(moved.message != message)
      _ = interval(places, job)
    }
    #expect(count == hierarchy.metrics.count)
  }

  @Test(arguments: [
    (
      "metrics.configs[0].min_wal_time is left out: see metrics.configs[0].remote_write[0].url.",
      "spec.minWALTime is left out: see spec.remoteWrite[0].url."
    ),
    ("unknown field a in metrics.configs[0]", "unknown field a in the instance"),
    (
      "metrics.configs[0].scrape_configs[6].x_configs cannot be carried over",
      "additionalScrapeConfigs[0].x_configs cannot be carried over"
    ),
    ("metrics.wal_directory is left out", "metrics.wal_directory is left out"),
    ("the series get job=\"integrations/redis\"", "the series get job=\"integrations/redis\""),
  ])
  func messagesNameFieldsOfManifests(_ message: String, _ expected: String) async throws {
    let places = places(try await hierarchy())
    let finding = Diagnostic(.warning, code: "c", message)
    #expect(places.moved(finding, in: nil, remedy: nil).message == expected)
  }

  @Test func placesAreFoundByPosition() async throws {
    let text = "metrics:\n  configs:\n  - name: a\n    remote_write:\n    - url: u\n    - {url: v, name: w}\n"
    let root = try #require(try YAMLParser.documents(in: text).first?.root)
    for (line, column, path) in [
      (1, 1, "metrics"), (3, 11, "metrics.configs[0].name"),
      (5, 7, "metrics.configs[0].remote_write[0].url"), (6, 8, "metrics.configs[0].remote_write[1].url"),
      (6, 16, "metrics.configs[0].remote_write[1].name"), (2, 1, "metrics"), (2, 2, "metrics"),
      (9, 1, "metrics.configs[0].remote_write[1].name"),
    ] {
      #expect(root.path(to: Position(line: line, column: column)).description == path)
    }
  }
}
