import Documents
import HTTP

/// The rules of single plugins.
extension AWSDatasourceCheck {
  mutating func checkPlugin() {
    switch plugin {
    case .prometheus, .amazonPrometheus: checkPrometheus()
    case .openSearch: checkOpenSearch()
    case .alertmanager, .elasticsearch: checkSignedURL()
    case .cloudWatch, .xRay: break
    case .siteWise: checkSiteWise()
    case .twinMaker: checkTwinMaker()
    case .timestream: checkTimestream()
    case .athena: checkAthena()
    case .redshift: checkRedshift()
    }
  }

  /// The top-level `url`; nil where it is absent, filled in later, or no http URL.
  var url: HTTPURL? {
    guard let text = settings.model["url"]?.stringValue, !settings.isFilledIn("url", text) else { return nil }
    return try? HTTPURL(text)
  }

  private mutating func requireURL(_ example: String) {
    guard settings.model["url"]?.stringValue?.isEmpty ?? true, !settings.isTarget("url") else { return }
    error("url", code: "missing-field", "url is missing", remedy: "add url, \(example)")
  }

  /// A signature for one region is refused in another.
  private mutating func checkSignedURL() {
    guard isSigning, let url, let there = AWSRegion.named(inHost: url.host), let signed = text("sigV4Region"),
      AWSRegion.isWellFormed(signed), signed != there
    else { return }
    error(
      "jsonData.sigV4Region", "jsonData.sigV4Region is \(signed), but url lies in \(there)",
      remedy: "write \(there)")
  }

  private mutating func checkPrometheus() {
    if isSigning {
      requireURL("for example https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-…")
    }
    checkSignedURL()
    guard let url, url.host.contains("aps-workspaces"), AWSRegion.named(inHost: url.host) != nil else {
      return
    }
    let parts = url.path.split(separator: "/").map(String.init)
    if url.path.contains("/api/v1/remote_write") {
      error(
        "url", "url is the address that metrics are written to", remedy: "end it before /api/v1/remote_write")
    } else if parts.count < 2 || parts[0] != "workspaces" || !parts[1].hasPrefix("ws-") {
      error(
        "url", "url names no workspace of Amazon Managed Service for Prometheus",
        remedy: "write https://\(url.host)/workspaces/ws-…")
    }
  }

  private mutating func checkOpenSearch() {
    requireURL("for example https://search-logs.eu-west-1.es.amazonaws.com")
    checkSignedURL()
    require("timeField", example: "for example \"@timestamp\"")
    require("version", example: "for example \"2.11.0\"")
    if let version = text("version"), !Self.isVersion(version) {
      error(
        "jsonData.version", "jsonData.version is no version: \(version)",
        remedy: "write for example \"2.11.0\"")
    }
    // The server's half takes opensearch then (opensearch-datasource pkg/opensearch/client/client.go, `NewClient`), the
    // settings page has none.
    if !has("flavor") {
      warn(
        "jsonData", code: "missing-field", "jsonData.flavor is missing: the plugin takes it for opensearch",
        remedy: "add flavor: opensearch or flavor: elasticsearch")
    }
    choose("flavor", among: ["opensearch", "elasticsearch"])
    if let host = url?.host, host.hasSuffix(".aoss.amazonaws.com"), !has("serverless") || !flag("serverless")
    {
      error(
        "jsonData.serverless", "jsonData.serverless is not true although url is of OpenSearch Serverless",
        remedy: "add serverless: true, otherwise requests are signed for another service")
    }
  }

  /// As Masterminds/semver reads it, which the plugin uses: one to three numbers, perhaps with a suffix.
  private static func isVersion(_ text: String) -> Bool {
    let core = (text.hasPrefix("v") ? text.dropFirst() : text[...]).prefix { $0 != "-" && $0 != "+" }
    let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
    return (1...3).contains(numbers.count)
      && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// SiteWise Edge: a gateway of one's own instead of a region (iot-sitewise-datasource pkg/models/setting.go).
  var isOnEdge: Bool {
    plugin == .siteWise && (text("region") ?? text("defaultRegion")) == "Edge"
  }

  private mutating func checkSiteWise() {
    choose("edgeAuthMode", among: ["default", "linux", "ldap"])
    guard isOnEdge else {
      for key in ["edgeAuthMode", "edgeAuthUser"] { noEffect(key, because: "the region is not Edge") }
      return
    }
    require(
      "endpoint", because: "although the region is Edge", example: "for example https://gateway.example.org")
    requireSecret("cert", because: "although the region is Edge")
    guard let mode = text("edgeAuthMode"), mode != "default" else { return }
    require("edgeAuthUser", because: "although edgeAuthMode is \(mode)", example: "the user on the gateway")
    requireSecret("edgeAuthPass", because: "although edgeAuthMode is \(mode)")
  }

  private mutating func requireSecret(_ name: String, because reason: String) {
    guard !settings.hasSecret(name) else { return }
    warn(
      "jsonData.region", code: "missing-field", "secureJsonData.\(name) is missing \(reason)",
      remedy: "add it with valuesFrom, unless the workspace holds it already")
  }

  private mutating func checkTwinMaker() {
    require("workspaceId", example: "the name of the TwinMaker workspace")
    if !has("assumeRoleArn") {
      warn(
        "jsonData", code: "missing-field",
        "jsonData.assumeRoleArn is missing: without a role of its own the data source gives the workspace's "
          + "credentials to every browser",
        remedy: "add assumeRoleArn, for example arn:aws:iam::123456789012:role/twinmaker-dashboard")
    }
    checkRole("assumeRoleArnWriter")
  }

  /// From plugin 1.5 on the names are quoted as in a query (grafana/timestream-datasource issue 153).
  private mutating func checkTimestream() {
    for key in ["defaultDatabase", "defaultTable"] {
      guard let name = text(key), name.count < 3 || !name.hasPrefix("\"") || !name.hasSuffix("\"") else {
        continue
      }
      warn(
        "jsonData.\(key)", code: "unquoted-name",
        "jsonData.\(key) has no double quotes in its value, so the plugin's editor does not find it: \(name)",
        remedy: "write \(key): '\"\(name.filter { $0 != "\"" })\"'")
    }
  }

  private mutating func checkAthena() {
    require("catalog", example: "for example AwsDataCatalog")
    require("database", example: "the database to query")
    require("workgroup", example: "for example primary")
    if let location = text("outputLocation"), !location.hasPrefix("s3://") || location.count < 6 {
      error(
        "jsonData.outputLocation", "jsonData.outputLocation is no S3 location: \(location)",
        remedy: "write for example s3://bucket/results/")
    }
  }

  /// Which settings count is decided by two flags (redshift-datasource pkg/redshift/api/api.go, `apiInput`).
  private mutating func checkRedshift() {
    require("database", example: "the database to query")
    if flag("useServerless") {
      require("workgroupName", because: "although useServerless is true", example: "the serverless workgroup")
      noEffect("clusterIdentifier", because: "useServerless is true")
    } else {
      require(
        "clusterIdentifier", example: "the provisioned cluster, or useServerless: true with workgroupName")
      noEffect(
        "workgroupName", because: "useServerless is not true", remedy: "add useServerless: true, or remove it"
      )
    }
    if flag("useManagedSecret") {
      checkManagedSecret()
    } else {
      noEffect(
        "managedSecret", because: "useManagedSecret is not true",
        remedy: "add useManagedSecret: true, or remove it")
      if flag("useServerless") {
        noEffect("dbUser", because: "a serverless workgroup takes the user from the IAM role")
      } else {
        require(
          "dbUser", because: "and there is no managed secret",
          example: "redshift_data_api_user with Amazon's managed policy")
      }
    }
  }

  private mutating func checkManagedSecret() {
    require(
      "managedSecret", because: "although useManagedSecret is true", example: "with the secret's name and arn"
    )
    guard let secret = data["managedSecret"]?.objectValue else { return }
    let arn = secret["arn"]?.stringValue ?? ""
    if settings.isFilledIn("jsonData.managedSecret.arn", arn) { return }
    if arn.isEmpty {
      error(
        "jsonData.managedSecret", code: "missing-field",
        "jsonData.managedSecret.arn is missing although useManagedSecret is true",
        remedy: "add the secret's ARN")
    } else if AWSResourceName(arn)?.isSecret != true {
      error(
        "jsonData.managedSecret.arn",
        "jsonData.managedSecret.arn is not the ARN of a secret in Secrets Manager: \(arn)",
        remedy: "write for example arn:aws:secretsmanager:eu-west-1:123456789012:secret:redshift-a1b2c3")
    }
  }
}
