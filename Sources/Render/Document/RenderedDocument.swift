import Base
import Manifests
import Secrets

/// An object that is one JSON document, ready to be assigned to workspaces.
struct RenderedDocument {
  let kind: ObjectKind
  let common: GrafanaCommonSpec
  /// Nil where the manifest does not say it.
  let uid: String?
  let title: String
  let body: DocumentBody
  var uses: [ObjectUse] = []
  var parts: [String] = []
  var features: Set<ServerFeature> = []
  /// As `DesiredObject.standsFor`.
  var standsFor: ObjectKind?
  /// As `DesiredObject.expirations`.
  var expirations: [Expiration] = []
  /// As `DesiredObject.apiVersion`.
  var apiVersion: String?
}

/// Makes the document of a manifest.
struct DocumentRendering: Sendable {
  let lookup: ValueLookup
  let routes: PolicyRoutes

  /// The document, or what keeps it from being made; nil for kinds that are no documents.
  func render(_ object: ManifestObject) -> (document: RenderedDocument?, diagnostics: [Diagnostic])? {
    switch object.spec {
    case let group as GrafanaAlertRuleGroup: (AlertRuleGroupRendering.render(group), [])
    case let template as GrafanaNotificationTemplate: (NotificationTemplateRendering.render(template), [])
    case let timing as GrafanaMuteTiming: (MuteTimingRendering.render(timing), [])
    case let point as GrafanaContactPoint: ContactPointRendering.render(point, of: object, lookup: lookup)
    case let policy as GrafanaNotificationPolicy:
      NotificationPolicyRendering.render(policy, of: object, routes: routes)
    case let manifest as GrafanaManifest: (ResourceRendering.render(manifest), [])
    case let account as GrafanaServiceAccount: (ServiceAccountRendering.render(account, of: object), [])
    case let channel as GrafanaNotificationChannel: (NotificationChannelRendering.channel(channel), [])
    default: nil
    }
  }

  /// What takes the object's place on servers that have no objects of its kind.
  func standIn(for object: ManifestObject) -> RenderedDocument? {
    (object.spec as? GrafanaNotificationChannel).map { NotificationChannelRendering.contactPoint($0) }
  }

  /// Whether the document depends on more than the revision: on values that stand elsewhere.
  static func isVolatile(_ object: ManifestObject) -> Bool {
    (object.spec as? GrafanaContactPoint)?.receivers.contains { !$0.values.isEmpty } ?? false
  }
}
