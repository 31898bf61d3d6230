import Documents
import Foundation
import Platform
import TestSupport
import Testing

extension Manifest {
  /// A service account.
  /// - Parameter fields: of its spec, beside the name of the workspace.
  static func account(
    _ fields: String = "role: Editor\ntokens: [{name: deploy}]", name: String = "ci", lifetime: String? = nil
  ) -> String {
    let annotation = lifetime.map { ", annotations: {sluice.dev/token-lifetime: \($0)}" } ?? ""
    return """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaServiceAccount
      metadata: {name: \(name), namespace: monitoring\(annotation)}
      spec:
        instanceName: prod
      \(fields.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      """
  }

  /// Where the value of that account's token goes.
  static let tokenPlace = "monitoring/prod-ci-deploy"
}

extension World {
  /// The value that stands in the directory of values.
  func tokenValue(_ place: String = Manifest.tokenPlace) -> String? {
    (try? FileSystem.read("\(secretsPath)/\(place)/token", limit: 1000)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  func serviceAccount(_ name: String = "ci") throws -> JSON? {
    try get("/api/serviceaccounts/search?query=\(name)")["serviceAccounts"]?.arrayValue?.first {
      $0["name"]?.stringValue == name
    }
  }

  func accountTokens(_ name: String = "ci") throws -> [JSON] {
    let id = try #require(try serviceAccount(name)?["id"]?.intValue)
    return try get("/api/serviceaccounts/\(id)/tokens").arrayValue ?? []
  }

  func tokenNames(_ name: String = "ci") throws -> [String] {
    try accountTokens(name).compactMap { $0["name"]?.stringValue }.sorted()
  }

  /// Whether the workspace takes the value that stands in the directory of values.
  func takesToken(_ place: String = Manifest.tokenPlace) async throws -> Bool {
    let value = try #require(tokenValue(place))
    let port = try #require(URL(string: workspace.url)?.port.map { UInt16($0) })
    let answer = try await LoopbackClient(port: port).send(
      "GET", "/api/org", headers: [("Authorization", "Bearer \(value)")])
    return answer.status == 200
  }
}
