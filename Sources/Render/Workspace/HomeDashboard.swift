import Base
import Documents
import Manifests

/// The dashboard that a workspace shows first, as `preferences` of its manifest names it.
public enum HomeDashboard {
  /// There is one in a workspace.
  public static let key = ObjectKey(.homeDashboard, "home")

  private static let field = "homeDashboardUID"

  public static func model(_ uid: String) -> JSONObject { JSONObject([(field, .string(uid))]) }

  /// The uid in such a model.
  public static func uid(in model: JSONObject) -> String? { model[field]?.stringValue }

  /// What the workspace is to show; nil where its manifest leaves that open.
  static func desired(
    by object: ManifestObject, _ instance: GrafanaInstance, requires: [ObjectReference]
  ) -> DesiredObject? {
    instance.homeDashboardUID.map { uid in
      DesiredObject(
        kind: key.kind, reference: object.reference, origin: object.origin, uid: key.uid, title: uid,
        digest: DocumentBody(model(uid)).digest(key: []), requires: requires,
        uses: [ObjectUse(.dashboard, uid, place: "spec.preferences.homeDashboardUid")],
        features: [.homeDashboard],
        isSuspended: instance.isSuspended || object.metadata.isReconcileDisabled,
        driftPolicy: object.metadata.onlyReportsDrift ? .report : .repair, isPruned: object.metadata.isPruned)
    }
  }
}
