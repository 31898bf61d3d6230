import Documents
import HTTP

/// The rules for credentials, roles and regions, which are the same for all plugins of one way of signing.
extension AWSDatasourceCheck {
  /// `arn` and `sharedCreds` are old names of `default` and `credentials` that servers still take
  /// (grafana-aws-sdk pkg/awsds/settings.go).
  private static let authTypes = ["default", "keys", "credentials", "ec2_iam_role", "grafana_assume_role"]
  private static let oldAuthTypes = ["arn", "sharedCreds"]

  /// For plugins whose requests Grafana signs.
  mutating func checkSigV4() {
    for key in AWSPlugin.sdkKeys.keys.sorted() where settings.data[key] != nil && plugin.keys[key] == nil {
      let counterpart = ["authType", "region", "defaultRegion", "assumeRoleArn", "externalId", "profile"]
      guard counterpart.contains(key) else { continue }
      // Grafana Cloud's own examples write both forms.
      let other =
        key == "defaultRegion" ? "sigV4Region" : "sigV4" + key.prefix(1).uppercased() + key.dropFirst()
      if settings.data[other] == nil {
        warn(
          "jsonData.\(key)", "jsonData.\(key) has no effect: \(plugin.rawValue) reads \(other)",
          remedy: "write \(other)")
      }
    }
    guard isSigning else { return checkUnsigned() }
    require(
      "sigV4Region",
      because: flag("sigV4Auth")
        ? "although sigV4Auth is true" : "and \(plugin.rawValue) signs every request",
      example: "for example eu-west-1")
    checkRegion("sigV4Region")
    checkCredentials(authType: "sigV4AuthType", profile: "sigV4Profile")
    checkRoles(role: "sigV4AssumeRoleArn", externalID: "sigV4ExternalId")
    if settings.model["basicAuth"]?.boolValue == true {
      error(
        "basicAuth", code: "exclusive-fields",
        "basicAuth and SigV4 both want the Authorization header of each request", remedy: "keep one of them")
    }
  }

  /// `sigV4Auth` is not true.
  private mutating func checkUnsigned() {
    if let host = url?.host, host.contains("aps-workspaces"), AWSRegion.named(inHost: host) != nil,
      !has("sigV4Auth")
    {
      error(
        "jsonData.sigV4Auth", code: "missing-field",
        "jsonData.sigV4Auth is missing: \(host) answers signed requests only",
        remedy: "add sigV4Auth: true and sigV4Region")
    }
    for key in AWSPlugin.sigV4Keys.keys.sorted() where key != "sigV4Auth" && !misspelt.contains("sigV4Auth") {
      noEffect(key, because: "sigV4Auth is not true", remedy: "add sigV4Auth: true, or remove it")
    }
  }

  /// For plugins that sign by themselves.
  mutating func checkSDK() {
    for key in AWSPlugin.sigV4Keys.keys.sorted() where settings.data[key] != nil {
      let counterpart =
        switch key {
        case "sigV4Auth": ""
        case "sigV4Region": "defaultRegion"
        default: key.dropFirst(5).prefix(1).lowercased() + key.dropFirst(6)
        }
      warn(
        "jsonData.\(key)",
        "jsonData.\(key) has no effect: \(plugin.rawValue) "
          + (counterpart.isEmpty ? "always signs" : "reads \(counterpart)"),
        remedy: counterpart.isEmpty ? "remove it" : "write \(counterpart)")
    }
    if !isOnEdge {
      // TwinMaker takes us-east-1 by itself (grafana-iot-twinmaker-app pkg/models/settings.go).
      // The region `default` is another name of what defaultRegion says.
      let namesDefault = text("region") == "default"
      if !has("region") || namesDefault, plugin != .twinMaker {
        require(
          "defaultRegion", because: namesDefault ? "although region is default" : "",
          example: "for example eu-west-1")
      }
      checkRegion("defaultRegion")
      if !namesDefault { checkRegion("region") }
    }
    if settings.model["url"]?.stringValue?.isEmpty == false || settings.isTarget("url") {
      warn(
        "url", "url has no effect: \(plugin.rawValue) finds its service by the region",
        remedy: isOnEdge || has("endpoint") ? "remove it" : "remove it, or write jsonData.endpoint")
    }
    checkCredentials(authType: "authType", profile: "profile")
    checkRoles(role: "assumeRoleArn", externalID: "externalId")
    choose("proxyType", among: ["none", "env", "url"])
    if text("proxyType") == "url" {
      require("proxyUrl", because: "although proxyType is url", example: "for example http://proxy:3128")
    } else if !settings.isTarget("jsonData.proxyType") {
      for key in ["proxyUrl", "proxyUsername"] { noEffect(key, because: "proxyType is not url") }
    }
  }

  private mutating func checkCredentials(authType key: String, profile: String) {
    choose(key, among: Self.authTypes, also: Self.oldAuthTypes)
    let isKnown = has(key) ? text(key) != nil : true
    let authType = text(key) ?? "default"
    if authType == "grafana_assume_role" {
      warn(
        "jsonData.\(key)", code: "unsupported-value",
        "jsonData.\(key) is grafana_assume_role, which only Grafana Cloud allows",
        remedy: "in an Amazon Managed Grafana workspace write default or ec2_iam_role")
    }
    guard isKnown else { return }
    if !["credentials", "sharedCreds"].contains(authType) {
      noEffect(profile, because: "\(key) is not credentials")
    }
    checkSecrets(authType: key, isKeys: authType == "keys")
  }

  private mutating func checkSecrets(authType key: String, isKeys: Bool) {
    let names = [plugin.credentialSecrets.id, plugin.credentialSecrets.secret]
    let present = names.filter { settings.hasSecret($0) }
    guard isKeys else {
      for name in present {
        warn(
          "secureJsonData.\(name)", "secureJsonData.\(name) has no effect: \(key) is not keys",
          remedy: "write \(key): keys, or remove it")
      }
      return
    }
    if present.count == 1, let missing = names.first(where: { $0 != present[0] }) {
      error(
        "secureJsonData", code: "missing-field",
        "secureJsonData.\(missing) is missing although \(key) is keys and \(present[0]) is given",
        remedy: "add it with valuesFrom")
    } else if present.isEmpty {
      warn(
        "jsonData.\(key)", code: "missing-field",
        "secureJsonData.\(names[0]) and secureJsonData.\(names[1]) are missing although \(key) is keys",
        remedy: "add them with valuesFrom, unless the workspace holds them already")
    }
  }

  private mutating func checkRoles(role: String, externalID: String) {
    checkRole(role)
    if !has(role) { noEffect(externalID, because: "it goes with \(role), which is not there") }
  }
}
