import Base
import Documents
import Manifests

/// Makes the template of the provisioning API (reference grafana-http-api.md section 6.6).
enum NotificationTemplateRendering {
  static func render(_ template: GrafanaNotificationTemplate) -> RenderedDocument {
    let model = JSONObject([
      ("name", .string(template.name)), ("template", .string(template.template)),
    ])
    return RenderedDocument(
      kind: .notificationTemplate, common: template.common, uid: template.name, title: template.name,
      body: DocumentBody(model, isEditable: template.isEditable), features: [.alertProvisioning])
  }
}
