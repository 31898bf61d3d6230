/// The families that stand beside folders, dashboards, data sources and people.
enum ExtrasEndpoints {
  static func register(in routes: inout RouteTable) {
    TeamEndpoints.register(in: &routes)
    PreferenceEndpoints.register(in: &routes)
    AnnotationEndpoints.register(in: &routes)
    PlaylistEndpoints.register(in: &routes)
    CorrelationEndpoints.register(in: &routes)
    LibraryElementEndpoints.register(in: &routes)
    PublicDashboardEndpoints.register(in: &routes)
    SnapshotEndpoints.register(in: &routes)
    PluginEndpoints.register(in: &routes)
    SundryEndpoints.register(in: &routes)
  }
}
