import Base
import Documents
import Manifests
import TestSupport
import Testing

/// Data sources as the documents of the plugins and of grafana-operator write them are taken without a word.
@Suite struct AWSAcceptedTests {
  @Test(arguments: [
    // grafana-operator v4, deploy/examples/datasources/AWS-Prometheus.yaml, in the form of v5
    """
    name: AWS-Prometheus
    type: prometheus
    access: proxy
    isDefault: true
    url: https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-12345678-1234-1234-1234-123456789012
    jsonData:
      httpMethod: POST
      sigV4Auth: true
      sigV4AuthType: default
      sigV4Region: us-east-1
    """,
    // Grafana Cloud writes both forms
    """
    name: amp
    type: grafana-amazonprometheus-datasource
    url: https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/
    jsonData: {httpMethod: GET, manageAlerts: false, authType: ec2_iam_role, defaultRegion: eu-central-1,
      assumeRoleArn: "arn:aws:iam::123456789012:role/a", sigV4Auth: true, sigV4AuthType: ec2_iam_role,
      sigV4AssumeRoleArn: "arn:aws:iam::123456789012:role/a", sigV4Region: eu-central-1}
    """,
    // CloudWatch's own PromQL endpoint
    """
    name: cw
    type: grafana-amazonprometheus-datasource
    url: https://monitoring.us-east-1.amazonaws.com
    jsonData: {sigV4AuthType: default, sigV4Region: us-east-1}
    """,
    "{name: p, type: prometheus, url: 'http://prometheus:9090', jsonData: {timeInterval: 30s}}",
    "{name: p, type: prometheus, access: direct, url: 'http://prometheus:9090'}",
    "{name: p, type: loki, url: 'http://loki:3100', jsonData: {maxLines: 1000, defaultRegions: x}}",
    "{name: x, type: grafana-x-ray-datasource, jsonData: {authType: arn, defaultRegion: us-gov-west-1}}",
    "{name: c, type: cloudwatch, jsonData: {authType: credentials, profile: default, region: default, defaultRegion: cn-north-1}}",
    "{name: c, type: cloudwatch, jsonData: {defaultRegion: eusc-de-east-1, logsTimeout: 30m, customMetricsNamespaces: 'A,B', logGroups: []}}",
    "{name: o, type: grafana-opensearch-datasource, url: 'https://o:9200', basicAuth: true, jsonData: {flavor: opensearch, timeField: '@timestamp', version: 2.11.0}}",
    "{name: o, type: grafana-opensearch-datasource, url: 'https://a.us-east-1.aoss.amazonaws.com', jsonData: {timeField: t, version: 1.0.0, flavor: opensearch, serverless: true, sigV4Auth: true, sigV4Region: us-east-1}}",
    "{name: s, type: grafana-iot-sitewise-datasource, jsonData: {region: Edge, edgeAuthMode: default, endpoint: 'https://g'}, secureJsonData: {cert: c}}",
    "{name: t, type: grafana-iot-twinmaker-datasource, jsonData: {workspaceId: w, assumeRoleArn: 'arn:aws-cn:iam::123456789012:role/path/x'}}",
    "{name: t, type: grafana-timestream-datasource, jsonData: {defaultRegion: us-east-1, defaultDatabase: '\"d\"'}}",
    "{name: r, type: grafana-redshift-datasource, jsonData: {defaultRegion: us-east-1, useServerless: true, workgroupName: w, database: d}}",
    "{name: r, type: grafana-redshift-datasource, jsonData: {defaultRegion: us-east-1, clusterIdentifier: c, dbUser: u, database: d}}",
    "{name: e, type: elasticsearch, url: 'https://e:9200', jsonData: {esVersion: 7.10.0, timeField: t}}",
  ])
  func takesWithoutAWord(fields: String) async throws {
    #expect(try await DatasourceManifest.findings(fields) == [])
  }

  private static let recording = "grafana-recordings/12.4.0/datasources_aws.jsonl"

  /// All data sources that the recording tool wrote to real servers.
  @Test(.enabled(if: SharedData.isPresent(recording))) func takesWhatWasRecorded() async throws {
    let lines = String(decoding: try SharedData.bytes(Self.recording), as: UTF8.self).split(separator: "\n")
    var read = 0
    for line in lines {
      guard let request = try JSONParser.parse(String(line))["request"],
        request["method"]?.stringValue == "POST",
        request["path"]?.stringValue == "/api/datasources", var body = request["body"]?.objectValue
      else { continue }
      body["id"] = nil
      let text = JSONWriter.string(.object(body))
      let found = try await DatasourceManifest.findings(text)
      #expect(found == [], "\(body["type"]?.stringValue ?? "")")
      read += 1
    }
    #expect(read >= 14)
  }

  @Test func doesNotJudgeWhatIsFilledIn() async throws {
    let found = try await DatasourceManifest.findings(
      """
      name: amp
      type: prometheus
      url: ${endpoint}
      jsonData:
        sigV4Auth: true
        sigV4AuthType: keys
        sigV4Region: ${region}
        sigV4AssumeRoleArn: $role
      """,
      valuesFrom: [
        ("url", "endpoint"), ("jsonData.sigV4Region", "region"), ("jsonData.sigV4AssumeRoleArn", "role"),
        ("secureJsonData.sigV4AccessKey", "id"), ("secureJsonData.sigV4SecretKey", "secret"),
      ].map { DatasourceManifest.value($0.0, key: $0.1) }.joined(separator: "\n"))
    #expect(found == [])
  }
}
