/// A deleted dashboard, which the Kubernetes-style store keeps readable.
struct TrashedDashboard: Sendable {
  let record: DashboardRecord
  let deleted: Moment
  let deletedBy: Author
  let resourceVersion: Int
}
