extension RuleLens {
  static let version8_4 = version8_5.changed {
    $0.ruler = .first
    $0.states.showsWholeQueries = true
    $0.states.alwaysShowsError = true
    $0.states.labelsUIDs = true
    $0.states.bracketsValues = true
  }

  static let version8_5 = version9_3.changed {
    $0.hasProvisioning = false
    $0.readsDashboardAlerts = true
    $0.ruler = .byPlace
    $0.rulerKeepsOrder = false
    $0.states.labelsFolder = false
    $0.states.runsOnTicks = false
    $0.states.failure = .plain
  }

  /// The table starts from the version that is recorded best.
  static let version9_3 = RuleLens(
    hasProvisioning: true, listsRules: false, deletesGroups: false,
    exports: ExportRule(
      isPresent: false, dashboardMember: "dasboardUid", singlesNameFolder: true, leavesOutDefaults: false,
      isComplete: false),
    hasDashboardAlerts: true, readsDashboardAlerts: false, provisioningReader: .admin,
    provisioningWriter: .admin, hasPause: false, hasNotificationSettings: false, hasRecording: false,
    keepsLastState: false, listsProvenance: false, missingRule: .internalError, refusalsAreCoded: false,
    faultsAreClients: false, placesAreChecked: false, titlesAreUnique: true, groupsCheckPanels: false,
    groupsMakeKnownUIDs: false, groupsKeepOrder: false, groupsEchoStoredQueries: true, deletesFirst: false,
    provenanceRefusal: .misspelt, deletionChecksProvenance: false, groupsHandBack: false, ruler: .byQuery,
    rulerKeepsOrder: true,
    rulerNamesFoldersByUID: false, rulerTellsChanges: false, rulerMissesGroups: false,
    states: RuleStateRule(
      showsWholeQueries: false, alwaysShowsError: false, labelsUIDs: false, labelsFolder: true,
      labelsFailures: false, annotatesFailures: false, bracketsValues: false, runsOnTicks: true,
      datesNormal: false, hasTotals: false, showsIdentity: false, failure: .pluginWithQuery))

  static let version9_4 = version9_3.changed {
    $0.listsRules = true
    $0.groupsCheckPanels = true
    $0.states.failure = .plugin
  }

  static let version10_1 = version9_4.changed {
    $0.exports.isPresent = true
    $0.hasPause = true
    $0.missingRule = .emptyText
    $0.groupsEchoStoredQueries = false
    $0.deletesFirst = true
    $0.provenanceRefusal = .told
    $0.deletionChecksProvenance = true
    $0.groupsHandBack = true
    $0.ruler = .byChange
    $0.states.labelsFailures = true
    $0.states.datesNormal = true
    $0.states.hasTotals = true
    $0.states.failure = .expression
  }

  /// Not recorded: what reference/grafana-http-api.md, section 6.2, says of 10.4.
  static let version10_4 = version10_1.changed {
    $0.exports.dashboardMember = "dashboardUid"
    $0.hasNotificationSettings = true
    $0.keepsLastState = true
  }

  static let version12_4 = version10_4.changed {
    $0.deletesGroups = true
    $0.exports.singlesNameFolder = false
    $0.exports.leavesOutDefaults = true
    $0.exports.isComplete = true
    $0.hasDashboardAlerts = false
    $0.provisioningReader = .viewer
    $0.provisioningWriter = .editor
    $0.hasRecording = true
    $0.listsProvenance = true
    $0.missingRule = .empty
    $0.refusalsAreCoded = true
    $0.faultsAreClients = true
    $0.placesAreChecked = true
    $0.titlesAreUnique = false
    $0.groupsMakeKnownUIDs = true
    $0.groupsKeepOrder = true
    $0.provenanceRefusal = .untold
    $0.deletionChecksProvenance = false
    $0.rulerNamesFoldersByUID = true
    $0.rulerTellsChanges = true
    $0.rulerMissesGroups = true
    $0.states.annotatesFailures = true
    $0.states.showsIdentity = true
  }
}
