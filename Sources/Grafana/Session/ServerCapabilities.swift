import Base

/// What a server of some version can do, in one place (reference grafana-http-api.md sections 0, 6 and 20).
public struct ServerCapabilities: Hashable, Sendable {
  /// What evaluates alert rules.
  public enum Alerting: Hashable, Sendable {
    case unified
    /// Alerts in panels and notification channels, up to 10.
    case legacy
  }

  public let version: ServerVersion
  public let alerting: Alerting
  /// Kubernetes-style lists whose resourceVersion tells every change (section 19).
  public let hasKubernetesLists: Bool
  /// Folders inside folders.
  public let hasNestedFolders: Bool
  /// Data sources can be written by uid; before that by number only.
  public let hasDatasourceWritesByUID: Bool
  /// Library panels and the dashboards that show them know each other's folders and uids; before that their numbers
  /// (section 8.1).
  public let hasLibraryPanelsByUID: Bool
  /// Dashboards are stored without the content of their library panels and read with it (section 4.2: 8.4 to 9.0).
  public let expandsLibraryPanels: Bool
  /// `GET /api/folders/:uid/counts`.
  public let hasFolderCounts: Bool
  /// A group of alert rules can be put with rules that are new, and is given back in the order in which it was put; before
  /// that each new rule is added alone.
  public let groupsTakeNewRules: Bool
  /// A group of alert rules can be deleted by one call.
  public let hasGroupDeletion: Bool
  /// A tree of notification policies that is locked is unlocked by a write that asks for it (section 6.1: 10.1; ignored
  /// before, refused by 12.4).
  public let unlocksPolicies: Bool
  /// A tree that is open stays so when a write asks for it; before, every write locks it.
  public let leavesPoliciesOpen: Bool
  /// Contact points that are there from the beginning though no listing shows their names (section 6.3). A workspace that
  /// came to 12 from an older version may have the older one.
  public let builtInContactPoints: Set<String>
  /// Public links of dashboards; before 11 behind a toggle that is off by default (section 4.5).
  public let hasPublicDashboards: Bool
  /// How two objects of one title are taken.
  public let titleRule: TitleRule
  /// How many writes at once the server bears (section 15.1: SQLite takes one, 12.4 two to four).
  public let parallelWrites: Int
  /// How many reads at once are worth it.
  public let parallelReads: Int

  /// - Parameter nestedFoldersToggle: the feature toggle of 10.x; from 11 on it is always on.
  public init(_ version: ServerVersion, alerting: Alerting = .unified, nestedFoldersToggle: Bool = false) {
    self.version = version
    self.alerting = alerting
    hasKubernetesLists = version >= ServerVersion(12, 0)
    hasNestedFolders =
      version >= ServerVersion(11, 0) || (version >= ServerVersion(10, 0) && nestedFoldersToggle)
    hasDatasourceWritesByUID = version >= ServerVersion(9, 0)
    hasLibraryPanelsByUID = version >= ServerVersion(9, 0)
    expandsLibraryPanels = version < ServerVersion(9, 1)
    hasFolderCounts = version >= ServerVersion(10, 0)
    groupsTakeNewRules = version >= ServerVersion(11, 6)
    hasGroupDeletion = version >= ServerVersion(10, 4)
    unlocksPolicies = version >= ServerVersion(10, 0) && version < ServerVersion(11, 0)
    leavesPoliciesOpen = version >= ServerVersion(10, 0)
    builtInContactPoints =
      version >= ServerVersion(12, 0) ? ["grafana-default-email", "empty"] : ["grafana-default-email"]
    hasPublicDashboards = version >= ServerVersion(11, 0)
    titleRule =
      if version >= ServerVersion(11, 3) {
        .free
      } else if version >= ServerVersion(10, 0) {
        .exact
      } else {
        .slug
      }
    parallelWrites = version >= ServerVersion(12, 0) ? 4 : 1
    parallelReads = 2
  }

  /// Why the server has no objects of a kind; nil where it has.
  public func lack(of kind: ObjectKind) -> (problem: String, remedy: String)? {
    switch kind {
    case .notificationTemplate, .muteTiming, .contactPoint, .notificationPolicy, .alertRuleGroup:
      return lack(of: .alertProvisioning)
    case .notificationChannel:
      if alerting == .legacy { return nil }
      return (
        "runs Grafana Alerting, which knows no notification channels",
        "write a GrafanaContactPoint, with a GrafanaNotificationPolicy that leads to it"
      )
    case .homeDashboard: return lack(of: ServerFeature.homeDashboard)
    case .serviceAccount: return lack(of: .serviceAccounts)
    case .correlations: return lack(of: ServerFeature.correlations)
    case .resource: return lack(of: .resources)
    case .folder, .datasource, .libraryPanel, .dashboard, .agentFile, .clusterObject: return nil
    }
  }

  /// Why the server does not do what a content needs, as a clause, and what to do; nil where it does.
  public func lack(of feature: ServerFeature) -> (problem: String, remedy: String)? {
    switch feature {
    case .nestedFolders:
      if hasNestedFolders { return nil }
      return (
        "has no folders inside folders",
        "remove parentFolderRef and parentFolderUID, or use a newer workspace"
      )
    case .alertProvisioning:
      if version < ServerVersion(9, 0) {
        return (
          "has no API for alerting objects; 9 and newer have", "use a newer workspace, or remove the manifest"
        )
      }
      if alerting == .legacy {
        return (
          "has Grafana Alerting switched off",
          "switch it on for the workspace (unified alerting), or remove the manifest"
        )
      }
      return nil
    case .pausedRules: return since(ServerVersion(10, 0), "ignores isPaused, so that the rule would fire")
    case .keptStates: return since(ServerVersion(10, 4), "does not know the state KeepLast")
    case .keptFiring: return since(ServerVersion(12, 0), "ignores keepFiringFor")
    case .ruleNotifications: return since(ServerVersion(10, 4), "ignores notificationSettings of rules")
    case .recordingRules: return since(ServerVersion(12, 0), "ignores record, so that the rule would alert")
    case .missingSeries: return since(ServerVersion(12, 0), "ignores missingSeriesEvalsToResolve")
    case .dashboardPermissions: return since(ServerVersion(9, 0), "sets no permissions of dashboards by uid")
    case .publicSharing:
      return since(
        ServerVersion(11, 0), "has public links of dashboards switched off by default (publicSharing)")
    case .homeDashboard:
      return since(ServerVersion(9, 0), "ignores homeDashboardUid of preferences")
    case .serviceAccounts:
      if version >= ServerVersion(9, 0) { return nil }
      return ("has no service accounts; 9.0 and newer have", "use a newer workspace, or remove the manifest")
    case .resources:
      if hasKubernetesLists { return nil }
      return (
        "has no Kubernetes-style API, which GrafanaManifest needs; 12.0 and newer have",
        "use a newer workspace, or remove the manifest"
      )
    // Not in 8.5, in 9.3 (section 20); from source: API of 9.1 behind a toggle, grafana/grafana#53224.
    case .correlations: return since(ServerVersion(9, 2), "has no correlations of data sources")
    // From source: grafana/grafana#92442.
    case .externalCorrelations:
      return since(ServerVersion(11, 3), "has no correlations of type external")
    // From source: grafana/grafana#61799. Before, a server drops them without a word.
    case .correlationTransformations:
      return since(ServerVersion(9, 5), "ignores transformations of correlations")
    case .activeIntervals: return since(ServerVersion(12, 1), "ignores active_time_intervals")
    }
  }

  private func since(_ first: ServerVersion, _ problem: String) -> (problem: String, remedy: String)? {
    if version >= first { return nil }
    return (
      problem + "; \(first.major).\(first.minor) and newer know it", "remove it, or use a newer workspace"
    )
  }
}
