internal import Base
internal import Documents

/// An object of `notifications.alerting.grafana.app`, made from the one document.
struct NotificationObject: Sendable {
  static let apiVersion = "notifications.alerting.grafana.app/v0alpha1"

  let kind: String
  let name: String
  let annotations: [String: String]
  let spec: JSON
  /// Nothing built in has a version.
  var hasVersion = true

  private var metadata: JSON {
    var object = JSONObject(members: [
      ("name", JSON(name)), ("namespace", "default"), ("uid", JSON(uid)),
    ])
    if hasVersion { object["resourceVersion"] = JSON(RollingHash.text(of: JSONWriter.string(spec))) }
    object["annotations"] = .object(JSONObject(annotations.sorted { $0.key < $1.key }.map { ($0, JSON($1)) }))
    return .object(object)
  }

  /// A digest of namespace and name alone: group and kind are still empty when Grafana computes it
  /// [12.4 kubernetes_listing: receivers-full].
  private var uid: String {
    String(
      Base64.encode(Digest(of: "||default|\(name)").bytes).map { $0.isLetter || $0.isNumber ? $0 : "X" })
  }

  var item: JSON { ["metadata": metadata, "spec": spec] }

  var whole: JSON {
    ["kind": JSON(kind), "apiVersion": JSON(Self.apiVersion), "metadata": metadata, "spec": spec]
  }

  var partial: JSON {
    ["kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata]
  }
}
