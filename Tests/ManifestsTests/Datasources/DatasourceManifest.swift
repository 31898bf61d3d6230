import Base
import Manifests

/// Writes data source manifests for tests.
enum DatasourceManifest {
  /// The manifest around the fields of `spec.datasource`, which begin in line 8, column 5.
  static func text(_ fields: String, valuesFrom: String = "") -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDatasource
    metadata:
      name: amp
    spec:
      instanceSelector: {}
      datasource:
    \(indent(fields, by: 4))
    \(valuesFrom.isEmpty ? "" : "  valuesFrom:\n" + indent(valuesFrom, by: 4))
    """
  }

  /// `line:column severity message` of each finding, with ` → remedy` where there is one. That secrets are written in
  /// clear here, as they are short, is left out.
  static func findings(_ fields: String, valuesFrom: String = "") async throws -> [String] {
    try await load(text(fields, valuesFrom: valuesFrom)).diagnostics.filter {
      $0.code != "secret-in-git"
    }.map { diagnostic in
      let position = diagnostic.location?.position ?? .start
      let remedy = diagnostic.remedy.map { " → \($0)" } ?? ""
      return
        "\(position.line):\(position.column) \(diagnostic.severity.rawValue) \(diagnostic.message)\(remedy)"
    }
  }

  /// A `valuesFrom` entry.
  static func value(_ path: String, key: String) -> String {
    "- targetPath: \(path)\n  valueFrom: {secretKeyRef: {name: aws, key: \(key)}}"
  }

  private static func indent(_ text: String, by width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: width) + $0 }.joined(separator: "\n")
  }
}
