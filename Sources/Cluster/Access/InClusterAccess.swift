import Base
import HTTP
import Platform

/// How pods reach their own API server (Kubernetes documentation, "Accessing the Kubernetes API from a Pod"): the address in
/// KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, and a token and the authority's certificate in files. The kubelet
/// writes the token anew before it ends, so it is read again each time.
struct InClusterAccess: Sendable {
  /// Mounted into every container that is not told otherwise (`automountServiceAccountToken: false`).
  static let standardDirectory = "/var/run/secrets/kubernetes.io/serviceaccount"
  /// As `ClusterSettings.name`.
  static let name = "in-cluster"

  let directory: String
  /// Looks up a variable of the environment.
  let variable: @Sendable (String) -> String?
  let files: ClusterFiles

  func settings() throws(ClusterAccessError) -> ClusterSettings {
    var problems: [Diagnostic] = []
    let server = server(&problems)
    let token = read("token", &problems).map { SecretValue($0).trimmed }
    let authorities = read("ca.crt", &problems)
    guard problems.isEmpty, let server, let token, let authorities else { throw ClusterAccessError(problems) }
    if token.isEmpty {
      throw ClusterAccessError("\(directory)/token is empty", remedy: Self.mountRemedy)
    }
    var settings = ClusterSettings(server: server, name: Self.name)
    settings.credentials = .token(token)
    settings.credentialsPlace = "the token of the pod's service account (\(directory)/token)"
    settings.authorities = authorities
    return settings
  }

  private static let mountRemedy =
    "run the pod with a service account and without automountServiceAccountToken: false, or name a kubeconfig with "
    + "--agent-cluster PATH"

  private func server(_ problems: inout [Diagnostic]) -> HTTPURL? {
    let names = ["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"]
    let values = names.map { variable($0) ?? "" }
    let missing = zip(names, values).filter { $0.1.isEmpty }.map(\.0)
    guard missing.isEmpty else {
      problems.append(
        problem(
          "\(missing.joined(separator: " and ")) \(missing.count == 1 ? "is" : "are") not set: this is no pod of a cluster",
          remedy: "run in a pod, or name a kubeconfig with --agent-cluster PATH"))
      return nil
    }
    let host = values[0].contains(":") ? "[\(values[0])]" : values[0]
    guard let url = try? HTTPURL("https://\(host):\(values[1])") else {
      problems.append(
        problem(
          "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address: \(values[0]) \(values[1])",
          remedy: nil))
      return nil
    }
    return url
  }

  private func read(_ name: String, _ problems: inout [Diagnostic]) -> [UInt8]? {
    do throws(FileError) {
      return try files.read("\(directory)/\(name)")
    } catch {
      problems.append(problem(error.description, remedy: Self.mountRemedy))
      return nil
    }
  }

  private func problem(_ message: String, remedy: String?) -> Diagnostic {
    Diagnostic(.error, code: ClusterAccessError.code, message, remedy: remedy)
  }
}
