/// The routes of alert rules.
enum RuleRoutes {
  static func register(in routes: inout RouteTable) {
    RuleProvisioningEndpoints.register(in: &routes)
    RuleGroupEndpoints.register(in: &routes)
    RuleExportEndpoints.register(in: &routes)
    RulerEndpoints.register(in: &routes)
    RuleStateEndpoints.register(in: &routes)
    DashboardAlertEndpoints.register(in: &routes)
  }
}
