import Base
import Manifests
import Testing

/// What apiVersion and kind of a document decide.
@Suite struct KindTests {
  /// A document, and the finding with its remedy.
  struct Slip: Sendable {
    let text: String
    let message: String
    let remedy: String

    init(_ text: String, _ message: String, _ remedy: String) {
      (self.text, self.message, self.remedy) = (text, message, remedy)
    }
  }

  private static let grafanaKinds =
    "write one of the kinds that are read: Grafana, GrafanaFolder, GrafanaDatasource, GrafanaDashboard"
  private static let both = "write apiVersion and kind"
  private static let folder = "write apiVersion: grafana.integreatly.org/v1beta1"

  /// An object of these must not be taken for somebody else's, since what it stands for would be deleted.
  private static let slips: [Slip] = [
    Slip("kind: GrafanaFolder", "1:1 apiVersion is missing or is no text", both),
    Slip("kind: GrafanaFoldr", "1:1 apiVersion is missing or is no text", both),
    Slip(
      "apiVersion: grafana.integreatly.org/v1beta1", "1:1 kind is missing or is no text", both),
    Slip("{apiVersion: v1, kind: [Secret]}", "1:1 kind is missing or is no text", both),
    Slip("{apiVersion: v1, metadata: {name: a}}", "1:1 kind is missing or is no text", both),
    Slip(
      "{apiVersion: grafana.integreatly.org/v1, kind: GrafanaFolder}",
      "1:48 apiVersion grafana.integreatly.org/v1 of GrafanaFolder is not read", folder),
    Slip(
      "{apiVersion: grafana.integraetly.org/v1beta1, kind: GrafanaFolder}",
      "1:53 apiVersion grafana.integraetly.org/v1beta1 of GrafanaFolder is not read", folder),
    Slip(
      "{apiVersion: v1beta1, kind: GrafanaFolder}", "1:29 apiVersion v1beta1 of GrafanaFolder is not read",
      folder),
    Slip(
      "{apiVersion: grafana.integreatly.org, kind: GrafanaFolder}",
      "1:45 apiVersion grafana.integreatly.org of GrafanaFolder is not read", folder),
    Slip(
      "{apiVersion: grafana/v1beta1, kind: Grafana}",
      "1:37 apiVersion grafana/v1beta1 of Grafana is not read",
      folder),
    Slip(
      "{apiVersion: v1, kind: MetricsInstance}", "1:24 apiVersion v1 of MetricsInstance is not read",
      "write apiVersion: monitoring.grafana.com/v1alpha1"),
    Slip(
      "{apiVersion: v1, kind: Integration}", "1:24 apiVersion v1 of Integration is not read",
      "write apiVersion: monitoring.grafana.com/v1alpha1"),
    Slip(
      "{apiVersion: core/v1, kind: Secret}", "1:29 apiVersion core/v1 of Secret is not read",
      "write apiVersion: v1"),
    Slip(
      "{apiVersion: v1, kind: Secert}", "1:24 v1 has no kind Secert, did you mean Secret?",
      "write apiVersion: v1 and kind: Secret"),
    Slip(
      "{apiVersion: v1, kind: Configmap}", "1:24 v1 has no kind Configmap, did you mean ConfigMap?",
      "write apiVersion: v1 and kind: ConfigMap"),
    Slip(
      "{apiVersion: v1beta1, kind: GrafanaDashbord}",
      "1:29 v1beta1 has no kind GrafanaDashbord, did you mean GrafanaDashboard?",
      "write apiVersion: grafana.integreatly.org/v1beta1 and kind: GrafanaDashboard"),
    Slip(
      "{apiVersion: grafana/v1beta1, kind: GrafanaFoldr}",
      "1:37 grafana/v1beta1 has no kind GrafanaFoldr, did you mean GrafanaFolder?",
      "write apiVersion: grafana.integreatly.org/v1beta1 and kind: GrafanaFolder"),
    Slip(
      "{apiVersion: grafana.integreatly.org/v1beta1, kind: GrafanaFoldr}",
      "1:53 grafana.integreatly.org/v1beta1 has no kind GrafanaFoldr, did you mean GrafanaFolder?",
      grafanaKinds),
    Slip(
      "{apiVersion: grafana.integreatly.org/v1beta1, kind: Pod}",
      "1:53 grafana.integreatly.org/v1beta1 has no kind Pod", grafanaKinds),
  ]

  @Test(arguments: slips)
  func holdsAFileWhereTheKindIsUnclear(slip: Slip) async throws {
    let set = try await load(slip.text)
    #expect(
      set.diagnostics.map { finding in
        let place = finding.location?.position ?? .start
        return "\(finding.severity.rawValue) \(place.line):\(place.column) \(finding.message)"
      } == ["error \(slip.message)"])
    #expect(set.diagnostics.map { $0.remedy?.hasPrefix(slip.remedy) } == [true])
    #expect(set.unreadableFiles == ["a.yaml"])
    #expect(set.skipped.isEmpty)
  }

  /// Helm's charts and values, Kubernetes' own kinds, kinds of others that are called as ours.
  @Test(arguments: [
    "{apiVersion: v1, name: chart, version: 0.1.0}", "{apiVersion: v2, name: chart, type: application}",
    "{apiVersion: v1, kind: Service, metadata: {name: a}}", "{apiVersion: v1, kind: Config, clusters: []}",
    "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}",
    "{apiVersion: camel.apache.org/v1, kind: Integration, metadata: {name: a}}",
    "{apiVersion: secretsmanager.aws.crossplane.io/v1beta1, kind: Secret, metadata: {name: a}}",
    "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}}", "{kind: Cluster}",
  ])
  func skipsWhatIsOfOthers(text: String) async throws {
    let set = try await load(text)
    #expect(set.diagnostics.isEmpty)
    #expect(set.skipped.count == 1)
    #expect(set.unreadableFiles.isEmpty)
  }

  @Test(arguments: [
    (
      "{apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, metadata: {name: x}}",
      "1:46 warning PrometheusRule is not handled by Sluice; it is skipped"
    ),
    (
      "{apiVersion: integreatly.org/v1alpha1, kind: Grafana, metadata: {name: x}}",
      "1:46 warning Grafana is not handled by Sluice; it is skipped"
    ),
  ])
  func warnsOfKindsThatAreNotHandled(text: String, finding: String) async throws {
    let found = try await findings(text)
    #expect(found == [finding])
  }

  // MARK: Encrypted documents

  @Test func holdsBackWhatIsEncrypted() async throws {
    let set = try await load(
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: grafana, namespace: monitoring}
      data: {token: "ENC[AES256_GCM,data:p673w==,iv:YY=,aad:UQ=,tag:A=]"}
      sops: {kms: [], version: 3.9.0}
      """)
    let secret = ObjectReference(kind: "Secret", namespace: "monitoring", name: "grafana")
    #expect(
      set.diagnostics == [
        Diagnostic(
          .error, code: "encrypted", subject: secret,
          at: SourceLocation(file: "a.yaml", position: Position(line: 5, column: 1)),
          "the document is encrypted with SOPS, and Sluice does not decrypt",
          remedy: "keep the values in a directory given by --secrets and remove the document")
      ])
    #expect(set.heldBack.keys.map(\.description) == ["Secret monitoring/grafana"])
    #expect(set.unreadableFiles.isEmpty)
  }

  @Test func holdsAFileWhoseKindIsEncrypted() async throws {
    let set = try await load(
      "{apiVersion: 'ENC[AES256_GCM,data:1,type:str]', kind: 'ENC[AES256_GCM,data:2,type:str]', sops: {}}")
    #expect(
      set.diagnostics.map(\.message) == ["the document is encrypted as a whole, and Sluice does not decrypt"])
    #expect(set.unreadableFiles == ["a.yaml"])
    // Encrypted values of a Helm chart are no object.
    #expect(try await load("{password: 'ENC[AES256_GCM,data:1]', sops: {}}").skipped.count == 1)
  }
}
