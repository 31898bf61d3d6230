import Base
import Manifests
import Testing

/// The rules of single plugins.
@Suite struct AWSPluginTests {
  private func messages(_ fields: String) async throws -> [String] {
    try await DatasourceManifest.findings("{name: x, \(fields)}").map {
      String($0.drop { $0 != " " }.dropFirst().prefix { $0 != "→" }).trimmed
    }
  }

  private static let signed = "jsonData: {sigV4Auth: true, sigV4Region: eu-west-1}"

  private static let signedURLs: [(String, String)] = [
    ("type: prometheus, \(signed)", "error url is missing"),
    (
      "type: grafana-amazonprometheus-datasource, url: 'http://p', jsonData: {httpMethod: GET}",
      "error jsonData.sigV4Region is missing and grafana-amazonprometheus-datasource signs every request"
    ),
    (
      "type: prometheus, url: 'https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write', \(signed)",
      "error url is the address that metrics are written to"
    ),
    (
      "type: prometheus, url: 'https://aps-workspaces.eu-west-1.amazonaws.com/', \(signed)",
      "error url names no workspace of Amazon Managed Service for Prometheus"
    ),
    (
      "type: prometeus, url: 'http://p'",
      "warning type prometeus is no plugin that Sluice knows, did you mean prometheus?"
    ),
    (
      "type: grafana-xray-datasource",
      "warning type grafana-xray-datasource is no plugin that Sluice knows, did you mean grafana-x-ray-datasource?"
    ),
    (
      "type: elasticsearch, url: 'https://x.us-east-1.es.amazonaws.com', \(signed)",
      "error jsonData.sigV4Region is eu-west-1, but url lies in us-east-1"
    ),
  ]

  @Test(arguments: signedURLs)
  func judgesSignedURLs(fields: String, message: String) async throws {
    #expect(try await messages(fields) == [message])
  }

  @Test(arguments: [
    ("flavor: opensearch, version: 2.11.0", "error jsonData.timeField is missing"),
    (
      "timeField: t, version: 2.11.0",
      "warning jsonData.flavor is missing: the plugin takes it for opensearch"
    ),
    ("flavor: opensearch, timeField: t", "error jsonData.version is missing"),
    (
      "flavor: opensearch, timeField: t, version: 2.11",
      "error jsonData.version must be a string, found a number"
    ),
    ("flavor: opensearch, timeField: t, version: latest", "error jsonData.version is no version: latest"),
    (
      "timeField: t, version: 2.11.0, flavor: opensearh",
      "error jsonData.flavor is opensearh, did you mean opensearch?"
    ),
    (
      "flavor: opensearch, timefield: t, version: 2.11.0",
      "error jsonData: unknown key timefield, did you mean timeField?"
    ),
    (
      "flavor: opensearch, timeField: t, version: 2.11.0, maxConcurrentShardRequests: '5'",
      "error jsonData.maxConcurrentShardRequests must be a number, found a string"
    ),
  ])
  func judgesOpenSearch(data: String, message: String) async throws {
    #expect(
      try await messages("type: grafana-opensearch-datasource, url: 'http://o', jsonData: {\(data)}") == [
        message
      ])
  }

  @Test func tellsServerlessByItsHost() async throws {
    #expect(
      try await messages(
        "type: grafana-opensearch-datasource, url: 'https://a.eu-west-1.aoss.amazonaws.com', "
          + "jsonData: {flavor: opensearch, timeField: t, version: 1.0.0, sigV4Auth: true, sigV4Region: eu-west-1}"
      )
        == ["error jsonData.serverless is not true although url is of OpenSearch Serverless"])
    #expect(
      try await messages(
        "type: grafana-opensearch-datasource, jsonData: {flavor: opensearch, timeField: t, version: 1.0.0}")
        == ["error url is missing"])
  }

  @Test(arguments: [
    (
      "region: Edge", "",
      [
        "error jsonData.endpoint is missing although the region is Edge",
        "warning secureJsonData.cert is missing although the region is Edge",
      ]
    ),
    (
      "region: Edge, endpoint: e, edgeAuthMode: ldap", "cert: c",
      [
        "error jsonData.edgeAuthUser is missing although edgeAuthMode is ldap",
        "warning secureJsonData.edgeAuthPass is missing although edgeAuthMode is ldap",
      ]
    ),
    (
      "defaultRegion: eu-west-1, edgeAuthMode: windows", "",
      [
        "error jsonData.edgeAuthMode is windows",
        "warning jsonData.edgeAuthMode has no effect: the region is not Edge",
      ]
    ),
    ("region: edge", "", ["error jsonData.region is no AWS region: edge"]),
  ])
  func judgesSiteWise(data: String, secrets: String, expected: [String]) async throws {
    #expect(
      try await messages(
        "type: grafana-iot-sitewise-datasource, jsonData: {\(data)}, secureJsonData: {\(secrets)}"
      ).sorted() == expected)
  }

  @Test func judgesTwinMaker() async throws {
    #expect(
      try await messages("type: grafana-iot-twinmaker-datasource, jsonData: {assumeRoleArnWriter: x}") == [
        "warning jsonData.assumeRoleArn is missing: without a role of its own the data source gives the workspace's credentials to every browser",
        "error jsonData.workspaceId is missing",
        "error jsonData.assumeRoleArnWriter is not the ARN of an IAM role: x",
      ])
  }

  @Test func judgesTimestream() async throws {
    #expect(
      try await DatasourceManifest.findings(
        """
        name: t
        type: grafana-timestream-datasource
        jsonData: {defaultRegion: us-east-1, defaultDatabase: db, defaultTable: '"t'}
        """)
        == [
          "10:42 warning jsonData.defaultDatabase has no double quotes in its value, so the plugin's editor does not find it: db → write defaultDatabase: '\"db\"'",
          "10:63 warning jsonData.defaultTable has no double quotes in its value, so the plugin's editor does not find it: \"t → write defaultTable: '\"t\"'",
        ])
  }

  @Test func judgesAthena() async throws {
    #expect(
      try await messages(
        "type: grafana-athena-datasource, jsonData: {defaultRegion: us-east-1, outputLocation: bucket}") == [
          "error jsonData.catalog is missing", "error jsonData.database is missing",
          "error jsonData.workgroup is missing",
          "error jsonData.outputLocation is no S3 location: bucket",
        ])
  }

  @Test(arguments: [
    (
      "clusterIdentifier: c",
      [
        "error jsonData.database is missing",
        "error jsonData.dbUser is missing and there is no managed secret",
      ]
    ),
    ("database: d, dbUser: u", ["error jsonData.clusterIdentifier is missing"]),
    (
      "database: d, useServerless: true, clusterIdentifier: c, dbUser: u",
      [
        "error jsonData.workgroupName is missing although useServerless is true",
        "warning jsonData.clusterIdentifier has no effect: useServerless is true",
        "warning jsonData.dbUser has no effect: a serverless workgroup takes the user from the IAM role",
      ]
    ),
    (
      "database: d, clusterIdentifier: c, useManagedSecret: true",
      ["error jsonData.managedSecret is missing although useManagedSecret is true"]
    ),
    (
      "database: d, clusterIdentifier: c, useManagedSecret: true, managedSecret: {name: s}",
      ["error jsonData.managedSecret.arn is missing although useManagedSecret is true"]
    ),
    (
      "database: d, clusterIdentifier: c, useManagedSecret: true, managedSecret: {arn: s}",
      ["error jsonData.managedSecret.arn is not the ARN of a secret in Secrets Manager: s"]
    ),
    (
      "database: d, clusterIdentifier: c, dbUser: u, workgroupName: w, managedSecret: {arn: s}",
      [
        "warning jsonData.managedSecret has no effect: useManagedSecret is not true",
        "warning jsonData.workgroupName has no effect: useServerless is not true",
      ]
    ),
    (
      "database: d, clusterIdentifier: c, dbUser: u, useServerless: 'no'",
      ["error jsonData.useServerless must be true or false, found a string"]
    ),
  ])
  func judgesRedshift(data: String, expected: [String]) async throws {
    #expect(
      try await messages("type: grafana-redshift-datasource, jsonData: {defaultRegion: us-east-1, \(data)}")
        .sorted()
        == expected)
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
