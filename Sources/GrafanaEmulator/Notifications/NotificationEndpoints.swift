/// All routes that have to do with notifications.
enum NotificationEndpoints {
  static func register(in routes: inout RouteTable) {
    NotifierEndpoints.register(in: &routes)
    ContactPointEndpoints.register(in: &routes)
    PolicyEndpoints.register(in: &routes)
    TimeIntervalEndpoints.register(in: &routes)
    TemplateEndpoints.register(in: &routes)
    NotificationExportEndpoints.register(in: &routes)
    AlertmanagerEndpoints.register(in: &routes)
    SilenceEndpoints.register(in: &routes)
    NotificationChannelEndpoints.register(in: &routes)
    if routes.lens.hasKubernetesAPI { NotificationObjectEndpoints.register(in: &routes) }
  }
}
