/// What distinguishes versions about alert rules, as capabilities. The facts are those of the scenarios `alert_rules`,
/// `alert_groups`, `alert_groups_known`, `ruler`, `rule_health` and `legacy_alert`, and of
/// reference/grafana-http-api.md, sections 6.1, 6.2 and 6.8; what is remembered of Grafana's source says so.
struct RuleLens: LensPart {
  // MARK: Routes

  /// `/api/v1/provisioning` has alert rules and groups.
  var hasProvisioning: Bool
  /// `GET /alert-rules` lists them all.
  var listsRules: Bool
  /// `DELETE` of a group through the provisioning API.
  var deletesGroups: Bool
  var exports: ExportRule
  /// `/api/alerts`, of the alerting that came before.
  var hasDashboardAlerts: Bool
  /// Alerts in panels of dashboards become rows of `/api/alerts`, whichever alerting is on.
  var readsDashboardAlerts: Bool
  /// Who may read and write rules through the provisioning API.
  var provisioningReader: Role
  var provisioningWriter: Role

  // MARK: Fields

  var hasPause: Bool
  var hasNotificationSettings: Bool
  /// `keep_firing_for`, `record`, `missingSeriesEvalsToResolve`; the ruler shows who wrote a rule, and its guid.
  var hasRecording: Bool
  /// The states `KeepLast`.
  var keepsLastState: Bool

  // MARK: Provisioning API

  /// The rule list says where a rule came from.
  var listsProvenance: Bool
  var missingRule: MissingRuleRule
  /// A group or rule that is not there is refused with a code.
  var refusalsAreCoded: Bool
  /// What breaks a rule is the client's mistake, with the words `invalid alert rule`; otherwise much of it is an
  /// internal error.
  var faultsAreClients: Bool
  /// Folder, group and the form of a uid are looked at.
  var placesAreChecked: Bool
  /// Two rules of a folder cannot have the same title.
  var titlesAreUnique: Bool
  /// A group put checks the annotations that name a panel.
  var groupsCheckPanels: Bool
  /// A group put makes rules whose uid is not known.
  var groupsMakeKnownUIDs: Bool
  /// A group put decides about the order of rules.
  var groupsKeepOrder: Bool
  /// The echo of a group put shows queries as they were stored.
  var groupsEchoStoredQueries: Bool
  /// Rules that go make room for those that come.
  var deletesFirst: Bool

  // MARK: Provenance

  /// How a PUT is refused that would hand a rule back.
  var provenanceRefusal: ProvenanceRefusalRule
  /// DELETE looks at the header.
  var deletionChecksProvenance: Bool
  /// A group put with the header hands its rules back (remembered of the source; not recorded).
  var groupsHandBack: Bool

  // MARK: Ruler

  var ruler: RulerRule
  /// Rules keep their places in a group, and a write of a group writes all of them.
  var rulerKeepsOrder: Bool
  /// Folders are named by uid in paths, and one that is missing is denied.
  var rulerNamesFoldersByUID: Bool
  /// Writes answer which rules they made, changed and deleted.
  var rulerTellsChanges: Bool
  /// A group without rules is none; otherwise it is shown empty.
  var rulerMissesGroups: Bool

  // MARK: State

  var states: RuleStateRule

  /// How rules are exported.
  struct ExportRule: Sendable {
    var isPresent: Bool
    /// The name of the member with the dashboard's uid; one version misspelt it.
    var dashboardMember: String
    /// An export of one rule or group names its folder.
    var singlesNameFolder: Bool
    /// An empty condition and a `for` of zero are left out.
    var leavesOutDefaults: Bool
    /// `format=hcl`, `download=true` and the export below the ruler.
    var isComplete: Bool
  }

  /// What a single read of a missing rule answers.
  enum MissingRuleRule: Sendable {
    case internalError
    case emptyText
    case empty
  }

  enum ProvenanceRefusalRule: Sendable {
    /// `cannot changed provenance` (sic).
    case misspelt
    case told
    case untold
  }

  /// How the ruler checks what it gets, and the words that it has for it.
  enum RulerRule: Sendable {
    /// 8.4: queries first, states not at all.
    case first
    /// 8.5: each rule by its place in the group.
    case byPlace
    /// 9: the same, with the queries' own words.
    case byQuery
    /// 10 and later: data sources only once the changes are known.
    case byChange
  }

  /// How the state of rules is shown.
  struct RuleStateRule: Sendable {
    /// The queries are shown whole; otherwise their expressions where there are any.
    var showsWholeQueries: Bool
    /// A rule's last error is shown where there is none too.
    var alwaysShowsError: Bool
    /// Alerts have labels with the uids of rule and folder.
    var labelsUIDs: Bool
    var labelsFolder: Bool
    /// An alert of an error is labelled with the query and its data source.
    var labelsFailures: Bool
    /// ... and annotated with its text.
    var annotatesFailures: Bool
    /// Values as `[ var='A' labels={} value=1 ]`, firing alerts only, and no annotations in the list of alerts.
    var bracketsValues: Bool
    /// Evaluations fall on whole seconds.
    var runsOnTicks: Bool
    /// An alert that is normal has a time.
    var datesNormal: Bool
    /// Counts by state, and when a rule began to fire.
    var hasTotals: Bool
    /// Uids, folder, pause, provenance and data sources of rules.
    var showsIdentity: Bool
    var failure: FailureRule
  }

  /// How a query is told that reached nobody.
  enum FailureRule: Sendable {
    case plain
    /// With the query in the address.
    case pluginWithQuery
    case plugin
    case expression
  }
}

extension Lens {
  /// Alerts in panels of dashboards count: always, or because the server runs the alerting that they belong to.
  var readsDashboardAlerts: Bool { rules.readsDashboardAlerts || alerting == .legacy }
}
