import Base
import Manifests

/// Writes manifests for tests.
func manifest(_ kind: String, _ rest: String, apiVersion: String = "grafana.integreatly.org/v1beta1")
  -> String
{
  "apiVersion: \(apiVersion)\nkind: \(kind)\nmetadata: {name: x, namespace: ns}\n\(rest)\n"
}

/// The messages of what is found, without severity and place, errors of other objects included.
func messages(_ kind: String, _ rest: String, apiVersion: String = "grafana.integreatly.org/v1beta1")
  async throws
  -> [String]
{
  try await load(manifest(kind, rest, apiVersion: apiVersion)).diagnostics.map(\.message)
}
