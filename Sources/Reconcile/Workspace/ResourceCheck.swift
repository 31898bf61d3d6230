import Base
import Grafana
import Plan

/// Refuses objects of the Kubernetes-style API whose kind the workspace does not serve, before anything is written.
actor ResourceCheck {
  /// Names of kinds by group and version, of what is served.
  private var served: [String: Set<String>] = [:]

  /// A workspace that does not tell leaves the question open: a write says what is wrong.
  /// - Parameter isProbed: the server was probed anew, and may be another one.
  /// - Returns: problems keep their objects as they are. Sorted by file and line.
  func run(
    _ desired: [DesiredObject], _ session: GrafanaSession, isProbed: Bool
  ) async -> (possible: [DesiredObject], problems: [Diagnostic]) {
    if isProbed { served = [:] }
    var possible: [DesiredObject] = []
    var problems: [Diagnostic] = []
    var unserved: Set<String> = []
    var groups: [String: [String]]?
    for object in desired {
      guard let version = object.apiVersion, !object.isSuspended,
        let kind = object.uid.flatMap({ ResourceName(uid: $0) })?.listing.kind
      else {
        possible.append(object)
        continue
      }
      if served[version]?.contains(kind) != true, !unserved.contains(version) {
        do throws(GrafanaError) {
          if let kinds = try await session.servedKinds(apiVersion: version) {
            served[version] = Set(kinds.keys)
          } else {
            unserved.insert(version)
          }
        } catch {
          possible.append(object)
          continue
        }
      }
      if served[version]?.contains(kind) == true {
        possible.append(object)
      } else {
        if served[version] == nil, groups == nil { groups = (try? await session.servedGroups()) ?? [:] }
        problems.append(problem(object, kind, version, groups ?? [:]))
      }
    }
    return (possible, problems.sorted())
  }

  private func problem(
    _ object: DesiredObject, _ kind: String, _ apiVersion: String, _ groups: [String: [String]]
  ) -> Diagnostic {
    let group = apiVersion.split(separator: "/").first.map(String.init) ?? apiVersion
    let message: String
    let remedy: String
    if let kinds = served[apiVersion]?.sorted() {
      message =
        "the workspace serves no kind \(kind) in \(apiVersion)"
        + NearestName.suggestion(for: kind, among: kinds)
      remedy = kinds.isEmpty ? "write another apiVersion" : "it has \(kinds.joined(separator: ", "))"
    } else if let versions = groups[group], !versions.contains(where: { "\(group)/\($0)" == apiVersion }) {
      message = "the workspace does not serve \(apiVersion), which \(object.title) is written in"
      remedy = "of \(group) it serves \(versions.joined(separator: ", "))"
    } else if groups[group] != nil {
      message =
        "the workspace lists \(apiVersion), which \(object.title) is written in, and answers that it is not there"
      remedy = "see that the API is switched on in the workspace, or write another apiVersion"
    } else {
      let names = groups.keys.sorted()
      message =
        "the workspace does not serve \(apiVersion), which \(object.title) is written in"
        + NearestName.suggestion(for: group, among: names)
      remedy = names.isEmpty ? "GET /apis lists what it serves" : "it serves \(names.joined(separator: ", "))"
    }
    return Diagnostic(
      .error, code: "kind-not-served", subject: object.reference, at: object.origin, message, remedy: remedy)
  }
}
