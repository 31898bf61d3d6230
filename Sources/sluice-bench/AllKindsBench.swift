import Base
import Documents
import HTTP
import Reconcile
import Report

/// A workspace with objects of every kind: what an unchanged cycle costs, and what the first one takes beside a bare loop
/// that sends the same objects.
enum AllKindsBench {
  private static let size = Workload.Size.all
  private static let everySave = "/api*"

  static func run(_ figures: inout Figures) async throws {
    figures.tell(
      "\(size.dashboards) dashboards, \(size.ruleGroups * Workload.rulesPerGroup) alert rules in \(size.ruleGroups) groups, "
        + "\(size.datasources) data sources, \(size.folders) folders, \(size.contactPoints) contact points")
    for (version, name) in [("9.3", "v9"), ("12.4", "v12")] {
      let result = try await UnchangedBench.measure(size, version)
      figures.tell(
        "  unchanged cycle, Grafana \(version): \(result.requests) requests, \(result.bytes) bytes, \(result.writes) writes; "
          + "the slice \(rounded(result.slice)) requests more")
      figures.set("unchanged_requests_all_\(name)", result.requests)
      figures.set("unchanged_writes_all_\(name)", result.writes)
    }
    let ours = try await ColdBench.firstCycle(
      size, saveMilliseconds: ColdBench.saveMilliseconds, slowed: everySave)
    let theirs = try await BareLoop.time(
      saves(), saveMilliseconds: ColdBench.saveMilliseconds, slowed: everySave)
    figures.tell(
      "  first cycle, Grafana 12.4, saves of \(ColdBench.saveMilliseconds) ms: ours \(rounded(ours)) s, bare loop \(rounded(theirs)) s, "
        + "ratio \(rounded(ours / theirs))")
    figures.set("cold_ratio_all", ours / theirs)
  }

  private static func saves() -> [[BareLoop.Save]] {
    func post(_ path: String, _ body: JSON) -> BareLoop.Save {
      BareLoop.Save(method: .post, path: path, body: JSONWriter.bytes(body))
    }
    return [
      (0..<size.folders).map {
        post("/api/folders", ["uid": .string("folder-\($0)"), "title": .string("Folder \($0)")])
      },
      (0..<size.datasources).map { index in
        post(
          "/api/datasources",
          [
            "uid": .string("source-\(index)"), "name": .string("source-\(index)"), "type": "prometheus",
            "access": "proxy", "url": .string("http://prometheus-\(index).example.org:9090"),
          ])
      },
      (0..<size.dashboards).map { index in
        let body =
          "{\"dashboard\": \(Workload.model(index, size)), \"folderUid\": \"folder-\(index % size.folders)\"}"
        return BareLoop.Save(method: .post, path: "/api/dashboards/db", body: Array(body.utf8))
      },
      (0..<size.contactPoints).map { index in
        post(
          "/api/v1/provisioning/contact-points",
          [
            "uid": .string("receiver-\(index)"), "name": .string("team-\(index)"), "type": "email",
            "settings": ["addresses": .string("team-\(index)@example.org")],
          ])
      },
      (0..<size.ruleGroups).map { ruleGroup($0) },
    ]
  }

  private static func ruleGroup(_ index: Int) -> BareLoop.Save {
    let rules = (0..<Workload.rulesPerGroup).map { number -> JSON in
      [
        "uid": .string("rule-\(index)-\(number)"), "title": .string("Service \(index) \(number) is slow"),
        "condition": "A", "noDataState": "NoData", "execErrState": "Error", "for": "5m",
        "data": [
          [
            "refId": "A", "datasourceUid": .string("source-\(index % size.datasources)"),
            "relativeTimeRange": ["from": 600, "to": 0],
            "model": ["refId": "A", "expr": "up", "intervalMs": 1000, "maxDataPoints": 43200],
          ]
        ],
      ]
    }
    let body: JSON = ["interval": 60, "rules": .array(rules)]
    return BareLoop.Save(
      method: .put,
      path: "/api/v1/provisioning/folder/folder-\(index % size.folders)/rule-groups/rules-\(index)",
      body: JSONWriter.bytes(body))
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
