import Base
import Manifests
import Testing

/// The keys for credentials, roles and regions.
@Suite struct AWSSigningTests {
  private static let url = "https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1"

  @Test func namesAMissingRegion() async throws {
    let found = try await DatasourceManifest.findings(
      """
      name: amp-prod
      type: prometheus
      url: \(Self.url)
      jsonData:
        sigV4Auth: true
      """)
    #expect(
      found == [
        "11:5 error jsonData.sigV4Region is missing although sigV4Auth is true → add sigV4Region, for example eu-west-1"
      ])
  }

  @Test(arguments: [
    (
      "sigV4Auth: true, sigV4Region: EU-West-1",
      "error jsonData.sigV4Region is no AWS region: EU-West-1, did you mean eu-west-1? → write its name, for example eu-west-1"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1a",
      "error jsonData.sigV4Region is no AWS region: eu-west-1a, did you mean eu-west-1? → write its name, for example eu-west-1"
    ),
    (
      "sigV4Auth: true, sigV4Region: Ireland",
      "error jsonData.sigV4Region is no AWS region: Ireland → write its name, for example eu-west-1"
    ),
    (
      "sigV4Auth: true, sigV4Region: '${region}'",
      "error jsonData.sigV4Region is no AWS region: ${region} → write its name, for example eu-west-1"
    ),
    (
      "sigV4Auth: true, sigV4Region: us-east-1",
      "error jsonData.sigV4Region is us-east-1, but url lies in eu-west-1 → write eu-west-1"
    ),
    (
      "sigV4Auth: true, sigV4Region: 1",
      "error jsonData.sigV4Region must be a string, found a number → write the value in quotes"
    ),
    (
      "sigV4Auth: 'true', sigV4Region: eu-west-1",
      "error jsonData.sigV4Auth must be true or false, found a string → write true or false here"
    ),
    (
      "sigv4Auth: true, sigV4Region: eu-west-1",
      "error jsonData: unknown key sigv4Auth, did you mean sigV4Auth? → write sigV4Auth"
    ),
    (
      "sigV4Auth: true, sigV4Regio: eu-west-1",
      "error jsonData: unknown key sigV4Regio, did you mean sigV4Region? → write sigV4Region"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1, sigV4AuthType: key",
      "error jsonData.sigV4AuthType is key, did you mean keys? → write one of default, keys, credentials, ec2_iam_role, grafana_assume_role"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1, sigV4AuthType: keys",
      "warning secureJsonData.sigV4AccessKey and secureJsonData.sigV4SecretKey are missing although sigV4AuthType is keys → add them with valuesFrom, unless the workspace holds them already"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1, sigV4AuthType: grafana_assume_role",
      "warning jsonData.sigV4AuthType is grafana_assume_role, which only Grafana Cloud allows → in an Amazon Managed Grafana workspace write default or ec2_iam_role"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1, sigV4AssumeRoleArn: grafana",
      "error jsonData.sigV4AssumeRoleArn is not the ARN of an IAM role: grafana → write for example arn:aws:iam::123456789012:role/grafana"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1, sigV4ExternalId: x",
      "warning jsonData.sigV4ExternalId has no effect: it goes with sigV4AssumeRoleArn, which is not there → remove it"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1, sigV4Profile: x",
      "warning jsonData.sigV4Profile has no effect: sigV4AuthType is not credentials → remove it"
    ),
    (
      "sigV4Auth: true, sigV4Region: eu-west-1, assumeRoleArn: x",
      "warning jsonData.assumeRoleArn has no effect: prometheus reads sigV4AssumeRoleArn → write sigV4AssumeRoleArn"
    ),
    (
      "sigV4Auth: false, sigV4Region: eu-west-1",
      "warning jsonData.sigV4Region has no effect: sigV4Auth is not true → add sigV4Auth: true, or remove it"
    ),
    (
      "httpMethod: POST",
      "error jsonData.sigV4Auth is missing: aps-workspaces.eu-west-1.amazonaws.com answers signed requests only → add sigV4Auth: true and sigV4Region"
    ),
  ])
  func judgesSigV4(data: String, message: String) async throws {
    let found = try await DatasourceManifest.findings(
      "{name: amp, type: prometheus, url: '\(Self.url)', jsonData: {\(data)}}")
    #expect(found.map { $0.drop { $0 != " " }.dropFirst() }.map(String.init) == [message])
  }

  @Test(arguments: [
    ("", "error jsonData.defaultRegion is missing → add defaultRegion, for example eu-west-1"),
    (
      "defaultRegions: eu-west-1",
      "error jsonData: unknown key defaultRegions, did you mean defaultRegion? → write defaultRegion"
    ),
    (
      "region: default",
      "error jsonData.defaultRegion is missing although region is default → add defaultRegion, for example eu-west-1"
    ),
    (
      "defaultRegion: eu-wst-1",
      "error jsonData.defaultRegion is no AWS region: eu-wst-1, did you mean eu-west-1? → write its name, for example eu-west-1"
    ),
    (
      "defaultRegion: default",
      "error jsonData.defaultRegion is no AWS region: default → write its name, for example eu-west-1"
    ),
    (
      "defaultRegion: eu-west-1, assumeRoleARN: 'arn:aws:iam::123456789012:role/x'",
      "warning jsonData.assumeRoleARN is found by the plugin, but its settings page looks for assumeRoleArn → write assumeRoleArn"
    ),
    (
      "defaultRegion: eu-west-1, assumeRoleArn: 'arn:aws:iam::123456789012:user/x'",
      "error jsonData.assumeRoleArn is not the ARN of an IAM role: arn:aws:iam::123456789012:user/x → write for example arn:aws:iam::123456789012:role/grafana"
    ),
    (
      "defaultRegion: eu-west-1, authType: iam",
      "error jsonData.authType is iam → write one of default, keys, credentials, ec2_iam_role, grafana_assume_role"
    ),
    (
      "defaultRegion: eu-west-1, externalId: x",
      "warning jsonData.externalId has no effect: it goes with assumeRoleArn, which is not there → remove it"
    ),
    (
      "defaultRegion: eu-west-1, proxyType: url",
      "error jsonData.proxyUrl is missing although proxyType is url → add proxyUrl, for example http://proxy:3128"
    ),
    (
      "defaultRegion: eu-west-1, proxyUrl: 'http://p'",
      "warning jsonData.proxyUrl has no effect: proxyType is not url → remove it"
    ),
    (
      "defaultRegion: eu-west-1, sigV4Region: eu-west-1",
      "warning jsonData.sigV4Region has no effect: cloudwatch reads defaultRegion → write defaultRegion"
    ),
    (
      "defaultRegion: eu-west-1, sigV4Auth: true",
      "warning jsonData.sigV4Auth has no effect: cloudwatch always signs → remove it"
    ),
    (
      "defaultRegion: eu-west-1, customMetricsNamespaces: [A]",
      "error jsonData.customMetricsNamespaces must be a string, found a list → write a string here"
    ),
  ])
  func judgesTheSDKKeys(data: String, message: String) async throws {
    let found = try await DatasourceManifest.findings("{name: c, type: cloudwatch, jsonData: {\(data)}}")
    #expect(found.map { $0.drop { $0 != " " }.dropFirst() }.map(String.init) == [message])
  }

  @Test(arguments: [
    (
      "authType: keys", "accessKey: a",
      "error secureJsonData.secretKey is missing although authType is keys and accessKey is given → add it with valuesFrom"
    ),
    (
      "authType: default", "accessKey: a",
      "warning secureJsonData.accessKey has no effect: authType is not keys → write authType: keys, or remove it"
    ),
    (
      "authType: keys", "accesKey: a, accessKey: a, secretKey: b",
      "error secureJsonData: unknown key accesKey, did you mean accessKey? → write accessKey"
    ),
  ])
  func judgesCredentials(data: String, secrets: String, message: String) async throws {
    let found = try await DatasourceManifest.findings(
      "{name: c, type: cloudwatch, jsonData: {defaultRegion: eu-west-1, \(data)}, secureJsonData: {\(secrets)}}"
    )
    #expect(found.map { $0.drop { $0 != " " }.dropFirst() }.map(String.init) == [message])
  }

  @Test func pointsAtTheKey() async throws {
    let found = try await DatasourceManifest.findings(
      """
      name: c
      type: cloudwatch
      access: direct
      jsonData:
        authType: default
        defaultRegion: here
      secureJsonData:
        accessKey: a
      """)
    #expect(
      found == [
        "10:5 error access is direct, but only the server can sign for AWS → write access: proxy",
        "13:7 error jsonData.defaultRegion is no AWS region: here → write its name, for example eu-west-1",
        "15:7 warning secureJsonData.accessKey has no effect: authType is not keys → write authType: keys, or remove it",
      ])
  }

  @Test(arguments: [
    (
      "type: cloudwatch, url: 'https://monitoring.eu-west-1.amazonaws.com'", "cloudwatch",
      ", or write jsonData.endpoint"
    ),
    ("type: grafana-x-ray-datasource, url: x", "grafana-x-ray-datasource", ", or write jsonData.endpoint"),
    ("type: cloudwatch, url: ''", "", ""),
  ])
  func wantsNoAddressWhereTheRegionSaysIt(fields: String, plugin: String, remedy: String) async throws {
    let found = try await DatasourceManifest.findings(
      "{name: a, \(fields), jsonData: {defaultRegion: eu-west-1}}")
    #expect(
      found.map { $0.drop { $0 != " " }.dropFirst() }
        == (plugin.isEmpty
          ? []
          : ["warning url has no effect: \(plugin) finds its service by the region → remove it\(remedy)"]))
  }

  @Test func refusesTwoAuthorizations() async throws {
    let found = try await DatasourceManifest.findings(
      "{name: a, type: prometheus, url: '\(Self.url)', basicAuth: true, jsonData: {sigV4Auth: true, sigV4Region: eu-west-1}}"
    )
    #expect(
      found.map { $0.drop { $0 != " " }.dropFirst() } == [
        "error basicAuth and SigV4 both want the Authorization header of each request → keep one of them"
      ])
  }
}
