import Base
import Foundation
import TestSupport

/// The examples of the sample repository, made to fit a workspace and a network of this machine.
enum ExampleRepository {
  /// The files of a folder of `sample-repo/`, by their paths in it.
  static func files(_ folder: String, workspace: String, network: String) throws -> [String: String?] {
    let root = SharedData.projectRoot + "/sample-repo/" + folder
    var files: [String: String?] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      guard let text = try? String(contentsOfFile: root + "/" + name, encoding: .utf8) else { continue }
      files[name == "Grafana.yaml" ? "grafana.yaml" : name] =
        text.replacing(
          /https:\/\/g-[a-z0-9]+\.grafana-workspace\.[a-z0-9-]+\.amazonaws\.com/, with: workspace
        ).replacing("https://raw.githubusercontent.com", with: network)
        // Only Amazon's servers know SNS by these settings.
        .replacing(/\ \ \ \ - type: sns\n      settings:\n(        .*\n)+/, with: "")
    }
    return files
  }

  /// What the manifests name of Secrets, by `NAMESPACE/NAME/KEY`.
  static let secrets = [
    "monitoring/pagerduty/integration-key", "monitoring/slack/bot-token", "monitoring/loki/password",
  ]

  /// Plays grafana.com and a host with dashboards: exports that ask for their data source.
  static func network() throws -> LoopbackServer {
    try LoopbackServer { request in
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
  }
}
