internal import Documents

/// A kind of object that the Kubernetes-style API serves here.
struct KubernetesKind: Sendable, Equatable {
  let kind: String
  let plural: String
  let group: String
  /// The preferred version.
  let version: String

  static let folder = KubernetesKind(
    kind: "Folder", plural: "folders", group: "folder.grafana.app", version: "v1beta1")
  static let dashboard = KubernetesKind(
    kind: "Dashboard", plural: "dashboards", group: "dashboard.grafana.app", version: "v1beta1")

  /// The version in which the old API stores dashboards: bodies as they came.
  static let legacyDashboardVersion = "v0alpha1"

  /// `folders.folder.grafana.app`, as error texts name the kind.
  var resource: String { "\(plural).\(group)" }

  func notFoundMessage(_ name: String) -> String { "\(resource) \"\(name)\" not found" }

  func notFound(_ name: String) -> Refusal {
    .kubernetes(
      KubernetesStatus(
        code: 404, message: notFoundMessage(name), reason: "NotFound", details: details(name)))
  }

  func details(_ name: String) -> JSONObject {
    JSONObject(members: [("name", JSON(name)), ("group", JSON(group)), ("kind", JSON(plural))])
  }
}
