/// What distinguishes versions in what happens to alerts that fire: contact points, policies, time intervals,
/// templates, and the document they are stored in [recordings: contact_points, policies, mute_timings, templates,
/// alertmanager, legacy_notifications].
struct NotificationLens: LensPart {
  /// `/api/v1/provisioning` and what else version 9 brought.
  var hasProvisioning = true
  /// `/api/alert-notifications`.
  var hasChannels = true
  /// Refusals of the provisioning API carry a `messageId`.
  var refusalsAreCoded = false
  /// What the server advises where it fails.
  var crashAdvice = "Check the Grafana server logs for the detailed error message."

  // MARK: The whole document

  /// The receiver of a configuration that nobody touched has no integration.
  var defaultReceiverIsEmpty = false
  var defaultRouteGroups = true
  var canReplaceConfiguration = true
  /// A replacement may not change contact points that came through the provisioning API; otherwise it only may not
  /// remove them.
  var guardsProvisionedContactPoints = true
  var templateNames: TemplateNames = .null
  /// Time intervals stand under `time_intervals`, no longer under `mute_time_intervals`.
  var namesTimeIntervals = false
  /// The policies show a branch with one policy for each receiver, for rules that name their receiver.
  var showsGeneratedPolicies = false
  var hasHistory = false
  var hasRunningReceivers = true
  /// The state of the Alertmanager shows what it runs; 10.1 reads its own text wrongly.
  var statusShowsConfiguration = true

  // MARK: Provenance

  /// `X-Disable-Provenance` works for notifications.
  var honoursProvenanceHeader = false
  var guardsPolicyProvenance = false
  /// Time intervals and templates show their provenance when they are read, and a version.
  var readsShowVersions = false

  // MARK: Contact points

  var catalogue: NotifierCatalogue = .version9
  var settingsProblems: SettingsProblems = .byType
  /// An answer to a POST shows every secret that the type may have, and the provenance.
  var echoesEverySecret = true
  /// Names and uids are checked, and types do not depend on case.
  var checksContactPoints = false

  // MARK: Policies, time intervals, templates

  var refusesRootMatchers = false
  /// A root policy with `continue` is stored, and nothing can be read afterwards.
  var storesUnreadablePolicies = false
  var showsActiveTimeIntervals = false
  /// A PUT with another name in its body looks for that name; otherwise the path's name counts.
  var timeIntervalsCanBeRenamed = false
  /// The refusal to delete one that a policy names carries a `messageId`.
  var timeIntervalsInUseAreCoded = false
  var listsAreSorted = false
  /// Problems of templates name the template.
  var templateProblemsHaveName = false

  // MARK: Export

  var hasExport = false
  /// The exported policies stand under `Policy`.
  var exportNestsPolicies = false
  var exportsTimeIntervals = false
  var exportsTerraform = false

  // MARK: Silences

  /// A silence that was made is answered with a message.
  var silencesAnswerWithMessage = false
  /// A silence without times makes the server fail.
  var checksSilences = true

  /// `templates` in the stored document.
  enum TemplateNames: Sendable {
    case null
    /// The names as of the last template that was written.
    case names
    case absent
  }

  /// How a problem with the settings of an integration is told.
  enum SettingsProblems: Sendable {
    case byType
    case byIntegration
  }
}

extension NotificationLens {
  static let version9_3 = NotificationLens()

  static let version8_4 = version9_3.changed {
    $0.hasProvisioning = false
    $0.defaultRouteGroups = false
    $0.hasRunningReceivers = false
    $0.catalogue = .version8
    $0.silencesAnswerWithMessage = true
    $0.checksSilences = false
  }

  static let version8_5 = version8_4.changed { $0.checksSilences = true }

  static let version9_4 = version9_3.changed { $0.guardsProvisionedContactPoints = false }

  static let version10_1 = version9_3.changed {
    $0.crashAdvice = "please inspect Grafana server log for details"
    $0.templateNames = .names
    $0.hasHistory = true
    $0.statusShowsConfiguration = false
    $0.honoursProvenanceHeader = true
    $0.catalogue = .version10
    $0.settingsProblems = .byIntegration
    $0.templateProblemsHaveName = true
    $0.hasExport = true
    $0.exportNestsPolicies = true
  }

  /// Not recorded: 10.1 with what reference/grafana-http-api.md, section 6.5, tells of 10.4.
  static let version10_4 = version10_1.changed { $0.timeIntervalsInUseAreCoded = true }

  static let version12_4 = version10_4.changed {
    $0.hasChannels = false
    $0.refusalsAreCoded = true
    $0.defaultReceiverIsEmpty = true
    $0.canReplaceConfiguration = false
    $0.templateNames = .absent
    $0.namesTimeIntervals = true
    $0.showsGeneratedPolicies = true
    $0.statusShowsConfiguration = true
    $0.guardsPolicyProvenance = true
    $0.readsShowVersions = true
    $0.catalogue = .version12
    $0.echoesEverySecret = false
    $0.checksContactPoints = true
    $0.refusesRootMatchers = true
    $0.storesUnreadablePolicies = true
    $0.showsActiveTimeIntervals = true
    $0.timeIntervalsCanBeRenamed = true
    $0.listsAreSorted = true
    $0.templateProblemsHaveName = false
    $0.exportNestsPolicies = false
    $0.exportsTimeIntervals = true
    $0.exportsTerraform = true
  }
}
