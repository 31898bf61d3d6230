/// The data source plugins that sign their requests for AWS (reference grafana-http-api.md section 13), and the
/// `jsonData` keys that they read.
enum AWSPlugin: String, CaseIterable {
  case prometheus
  case amazonPrometheus = "grafana-amazonprometheus-datasource"
  case alertmanager
  case elasticsearch
  case openSearch = "grafana-opensearch-datasource"
  case cloudWatch = "cloudwatch"
  case siteWise = "grafana-iot-sitewise-datasource"
  case twinMaker = "grafana-iot-twinmaker-datasource"
  case timestream = "grafana-timestream-datasource"
  case athena = "grafana-athena-datasource"
  case redshift = "grafana-redshift-datasource"
  case xRay = "grafana-x-ray-datasource"

  /// Who signs the plugin's requests, and so where the settings for it are looked up.
  enum Signing {
    /// Grafana itself, by the `sigV4…` keys.
    case sigV4
    /// The plugin, by `authType`, `defaultRegion` and their like.
    case sdk
  }

  /// What a key holds.
  enum ValueType {
    case text, flag, number, list, object
    /// More than one form is read.
    case any
  }

  var signing: Signing {
    switch self {
    case .prometheus, .amazonPrometheus, .alertmanager, .elasticsearch, .openSearch: .sigV4
    case .cloudWatch, .siteWise, .twinMaker, .timestream, .athena, .redshift, .xRay: .sdk
    }
  }

  /// Useful without AWS as well: nothing is asked of such a data source unless it says that it signs.
  var signsOnlyWhenAsked: Bool {
    switch self {
    case .prometheus, .alertmanager, .elasticsearch, .openSearch: true
    default: false
    }
  }

  /// The keys of the plugin, those for signing among them. Keys that are not listed are not judged.
  var keys: [String: ValueType] {
    (signing == .sigV4 ? Self.sigV4Keys : Self.sdkKeys).merging(ownKeys) { first, _ in first }
  }

  /// Read one by one and exactly as spelt, by Grafana for the SigV4 keys (`httpClientOptions` of
  /// pkg/services/datasources, and parseHTTPSettings of grafana-plugin-sdk-go) and by the OpenSearch plugin
  /// (pkg/opensearch/client/client.go). The others decode a Go structure, which finds keys in any case.
  var distinguishesCase: Bool { signing == .sigV4 }

  /// Names in `secureJsonData` for static credentials.
  var credentialSecrets: (id: String, secret: String) {
    signing == .sigV4 ? ("sigV4AccessKey", "sigV4SecretKey") : ("accessKey", "secretKey")
  }

  /// Names in `secureJsonData` that the plugin reads for AWS.
  var secrets: [String] {
    let common =
      signing == .sigV4
      ? ["sigV4AccessKey", "sigV4SecretKey", "sigV4SessionToken"]
      : ["accessKey", "secretKey", "sessionToken", "proxyPassword"]
    return self == .siteWise ? common + ["cert", "edgeAuthPass"] : common
  }

  static let sigV4Keys: [String: ValueType] = [
    "sigV4Auth": .flag, "sigV4AuthType": .text, "sigV4Region": .text, "sigV4AssumeRoleArn": .text,
    "sigV4ExternalId": .text, "sigV4Profile": .text,
  ]

  static let sdkKeys: [String: ValueType] = [
    "authType": .text, "defaultRegion": .text, "region": .text, "assumeRoleArn": .text, "externalId": .text,
    "endpoint": .text, "profile": .text, "proxyType": .text, "proxyUrl": .text, "proxyUsername": .text,
  ]

  private var ownKeys: [String: ValueType] {
    switch self {
    case .prometheus, .amazonPrometheus, .alertmanager, .elasticsearch, .xRay: [:]
    case .openSearch:
      [
        "flavor": .text, "version": .text, "versionLabel": .text, "database": .text, "timeField": .text,
        "interval": .text, "timeInterval": .text, "maxConcurrentShardRequests": .number,
        "logMessageField": .text, "logLevelField": .text, "dataLinks": .list, "pplEnabled": .flag,
        "serverless": .flag,
      ]
    case .cloudWatch:
      [
        "customMetricsNamespaces": .text, "logsTimeout": .any, "tracingDatasourceUid": .text,
        "defaultLogGroups": .list, "logGroups": .list,
      ]
    case .siteWise: ["edgeAuthMode": .text, "edgeAuthUser": .text]
    case .twinMaker: ["workspaceId": .text, "assumeRoleArnWriter": .text]
    case .timestream: ["defaultDatabase": .text, "defaultTable": .text, "defaultMeasure": .text]
    case .athena: ["catalog": .text, "database": .text, "workgroup": .text, "outputLocation": .text]
    case .redshift:
      [
        "useManagedSecret": .flag, "managedSecret": .object, "useServerless": .flag, "workgroupName": .text,
        "clusterIdentifier": .text, "database": .text, "dbUser": .text, "withEvent": .flag,
      ]
    }
  }
}
