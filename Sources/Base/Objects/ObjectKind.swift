/// A kind of thing that a target holds. The order of the cases is the order in which they are written;
/// deletions go the other way.
public enum ObjectKind: String, Hashable, Comparable, Sendable, CaseIterable {
  case folder
  case datasource
  /// What leads from results of one data source to queries of others: all that a manifest gives one data source.
  case correlations
  case libraryPanel = "library panel"
  case dashboard
  /// The dashboard that the workspace shows first.
  case homeDashboard = "home dashboard"
  case notificationChannel = "notification channel"
  case notificationTemplate = "notification template"
  case muteTiming = "mute timing"
  case contactPoint = "contact point"
  case notificationPolicy = "notification policy"
  case alertRuleGroup = "alert rule group"
  case serviceAccount = "service account"
  /// An object of Grafana 12's Kubernetes-style API that a `GrafanaManifest` gives.
  case resource
  case agentFile = "agent file"
  /// An object around Grafana Agents in a Kubernetes cluster.
  case clusterObject = "cluster object"

  /// What messages call it.
  public var name: String { rawValue }

  /// Whether objects of this kind lie in folders.
  public var hasParent: Bool {
    switch self {
    case .folder, .libraryPanel, .dashboard, .alertRuleGroup: true
    case .datasource, .correlations, .homeDashboard, .notificationChannel, .notificationTemplate, .muteTiming,
      .contactPoint, .notificationPolicy, .serviceAccount, .resource, .agentFile,
      .clusterObject:
      false
    }
  }

  /// Whether contents of this kind may hold secrets in clear, so that copies of them stay out of the database.
  public var holdsSecrets: Bool {
    switch self {
    // Of a dashboard nobody knows whether it was ever made with secrets: the memory of it can be lost, and workspaces bring
    // old versions back. Its public link opens it to everybody.
    case .datasource, .correlations, .libraryPanel, .dashboard, .notificationChannel, .contactPoint,
      .resource,
      .agentFile, .clusterObject:
      true
    case .folder, .homeDashboard, .notificationTemplate, .muteTiming,
      .notificationPolicy,
      .alertRuleGroup, .serviceAccount:
      false
    }
  }

  /// Whether more than the content and the target decides what a write of this kind does: the files that tokens go to.
  public var isForetold: Bool { self == .serviceAccount }

  /// Whether one manifest gives many objects of this kind: the files, or the objects in a cluster, of a GrafanaAgent.
  public var isOneOfMany: Bool { self == .agentFile || self == .clusterObject }

  /// How a workspace tells objects of this kind apart.
  public var identity: Identity {
    switch self {
    case .folder, .datasource, .correlations, .libraryPanel, .dashboard, .notificationChannel, .agentFile:
      .uid
    case .notificationTemplate, .muteTiming, .contactPoint, .serviceAccount, .resource, .clusterObject: .name
    case .alertRuleGroup: .place
    case .homeDashboard, .notificationPolicy: .single
    }
  }

  public enum Identity: Sendable {
    /// By a uid of its own: titles and places may change.
    case uid
    /// By its name: a new name makes another object.
    case name
    /// By its folder and name.
    case place
    /// There is exactly one, always.
    case single
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  public static func < (left: ObjectKind, right: ObjectKind) -> Bool { left.rank < right.rank }
}
