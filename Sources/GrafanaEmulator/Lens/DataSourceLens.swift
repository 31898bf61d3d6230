/// Data sources (reference/grafana-http-api.md, section 5; recordings datasources, datasources_aws).
struct DataSourceLens: LensPart {
  /// Who may read them.
  var reader: Role
  /// PUT, health, resources and proxy by uid; reads and DELETE by uid are in every version.
  var hasUIDRoutes: Bool
  /// Reads show two passwords in clear text that clients of old wrote outside of `secureJsonData`.
  var showsPasswords: Bool
  /// A secret that is set to nothing is still listed.
  var keepsBlankSecrets: Bool
  var uidsAreChecked: Bool
  var firstIsDefault: Bool
  /// A data source without a name is called after its type.
  var nameIsOptional: Bool
  /// A PUT with another uid renames; otherwise it fails.
  var uidCanChange: Bool
  /// Single reads have the logo's path.
  var showsLogo: Bool
  var showsAPIVersion: Bool
  /// The refusal of an address repeats it.
  var addressRefusalsQuote: Bool
  /// The Prometheus plugin answers health checks.
  var prometheusHasHealthCheck: Bool
  var missingPlugin: MissingPlugin
  /// Calls of a plugin's resources that fail are refused by name.
  var resourceErrorsAreCoded: Bool
  var queryErrors: QueryErrors
  /// Where the files of built-in plugins lie.
  var pluginFolder: String

  /// What a health check says of a plugin that is not installed.
  enum MissingPlugin: Sendable {
    case internalError
    case notFound
    case coded
  }

  /// What a query says of a server that does not answer.
  enum QueryErrors: Sendable {
    /// The error alone.
    case bare
    /// The whole call fails.
    case ofPlugin
    case withStatus
    /// With its source, and an empty list of frames.
    case full
  }
}

extension DataSourceLens {
  /// 8.4 and 8.5 alike.
  static let version8_4 = version9_3.changed {
    $0.reader = .admin
    $0.hasUIDRoutes = false
    $0.showsPasswords = true
    $0.keepsBlankSecrets = true
    $0.addressRefusalsQuote = true
    $0.queryErrors = .bare
  }

  /// 9.3 and 9.4 alike.
  static let version9_3 = DataSourceLens(
    reader: .viewer, hasUIDRoutes: true, showsPasswords: false, keepsBlankSecrets: false,
    uidsAreChecked: false,
    firstIsDefault: false, nameIsOptional: false, uidCanChange: true, showsLogo: false,
    showsAPIVersion: false, addressRefusalsQuote: false, prometheusHasHealthCheck: false,
    missingPlugin: .internalError, resourceErrorsAreCoded: false, queryErrors: .ofPlugin,
    pluginFolder: "public/app/plugins/datasource")

  /// 10.4 is not recorded and answers the same.
  static let version10_1 = version9_3.changed {
    $0.showsLogo = true
    $0.prometheusHasHealthCheck = true
    $0.missingPlugin = .notFound
    $0.queryErrors = .withStatus
  }

  static let version12_4 = version10_1.changed {
    $0.uidsAreChecked = true
    $0.firstIsDefault = true
    $0.nameIsOptional = true
    $0.uidCanChange = false
    $0.showsAPIVersion = true
    $0.missingPlugin = .coded
    $0.resourceErrorsAreCoded = true
    $0.queryErrors = .full
    $0.pluginFolder = "public/plugins"
  }
}
