import Base
import Documents
import Manifests
import Testing

/// What GrafanaAgents and Integrations say of pods: handed on to Kubernetes, checked as far as it is used.
@Suite struct PodManifestTests {
  private static let head = """
    apiVersion: monitoring.grafana.com/v1alpha1
    kind: GrafanaAgent
    metadata: {name: ga}

    """

  private func pods(_ spec: String) async throws -> (PodSettings?, [String]) {
    let set = try await load(Self.head + "spec:\n" + spec)
    return (
      (set.items.first?.spec as? GrafanaAgent)?.pods,
      set.diagnostics.sorted().map { finding in
        "\(finding.location?.position.line ?? 0):\(finding.location?.position.column ?? 0) "
          + "\(finding.severity.rawValue) \(finding.message)"
      }
    )
  }

  @Test func readsAllFields() async throws {
    let (read, findings) = try await pods(
      """
        podMetadata: {labels: {team: a}, annotations: {b: c}}
        version: v0.43.0
        image: ""
        configReloaderVersion: ""
        configReloaderImage: reloader
        portName: http
        enableConfigReadAPI: true
        disableReporting: true
        disableSupportBundle: true
        secrets: [one]
        configMaps: [two]
        imagePullSecrets: [{name: pull}]
        storage: {volumeClaimTemplate: {metadata: {name: wal, labels: {d: e}}, spec: {resources: {requests: {storage: 1Gi}}}}}
        volumes: [{name: v, hostPath: {path: /v, type: null}}]
        volumeMounts: [{name: v, mountPath: /v, readOnly: true}]
        resources: {limits: {cpu: 1}}
        nodeSelector: {disk: ssd}
        serviceAccountName: account
        affinity: {nodeAffinity: {}}
        tolerations: [{key: k, operator: Exists, tolerationSeconds: 3}]
        topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]
        securityContext: {runAsUser: 1000, fsGroup: 2000}
        priorityClassName: high
        runtimeClassName: gvisor
        containers: [{name: grafana-agent, env: [{name: A, valueFrom: {secretKeyRef: {name: one, key: k}}}]}]
        initContainers: [{name: first, image: i, env: [{name: B, valueFrom: {configMapKeyRef: {name: m, key: l}}}]}]
      """)
    #expect(findings == [])
    let pods = try #require(read)
    #expect(pods.labels == ["team": "a"] && pods.annotations == ["b": "c"])
    #expect(pods.version == "v0.43.0" && pods.image == nil)
    #expect(pods.reloaderVersion == nil && pods.reloaderImage == "reloader" && pods.portName == "http")
    #expect(pods.enablesConfigReadAPI && pods.disablesReporting && pods.disablesSupportBundle)
    #expect(pods.secrets == ["one"] && pods.configMaps == ["two"])
    #expect(
      JSON.object(pods.copied) == [
        "imagePullSecrets": [["name": "pull"]], "nodeSelector": ["disk": "ssd"],
        "serviceAccountName": "account", "affinity": ["nodeAffinity": [:]],
        "tolerations": [["key": "k", "operator": "Exists", "tolerationSeconds": 3]],
        "topologySpreadConstraints": [
          ["maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"]
        ], "securityContext": ["runAsUser": 1000, "fsGroup": 2000], "priorityClassName": "high",
        "runtimeClassName": "gvisor",
      ])
    #expect(
      pods.volumes.volumes.map { JSON.object($0.json) } == [
        ["name": "v", "hostPath": ["path": "/v", "type": .null]]
      ])
    #expect(pods.volumes.mounts.map(\.path) == ["spec.volumeMounts[0]"])
    #expect(pods.resources == ["limits": ["cpu": 1]])
    guard case .claim(let claim)? = pods.storage else {
      Issue.record("no claim")
      return
    }
    #expect(claim.name == "wal" && claim.labels == ["d": "e"] && claim.hasSize)
    #expect(pods.environmentReferences.map(\.selector.key) == ["k", "l"])
    #expect(pods.setFields.count == 26)
  }

  /// Fields of a GrafanaAgent, and what is told of them.
  @Test(arguments: [
    ("version: 1", "5:12 error spec.version must be a string, found a number"),
    ("containers: {name: a}", "5:15 error spec.containers must be a list, found an object"),
    ("containers: [{image: i}]", "5:16 error spec.containers[0].name is missing"),
    (
      "containers: [{name: a, env: [{nam: B, value: c}]}]",
      "5:32 error spec.containers[0].env[0].name is missing"
    ),
    (
      "containers: [{name: a, env: [{name: B, value: 1}]}]",
      "5:49 error spec.containers[0].env[0].value must be a string, found a number"
    ),
    (
      "initContainers: [{name: a, imag: b}]",
      "5:30 warning spec.initContainers[0]: unknown field imag, did you mean image?"
    ),
    (
      "volumeMounts: [{name: a}]", "5:18 error spec.volumeMounts[0].mountPath is missing"
    ),
    (
      "volumes: [{name: a, emptyDir: {}, hostPath: {path: /a}}]",
      "5:37 error a volume is one thing: only one of spec.volumes[0].emptyDir, spec.volumes[0].hostPath may be set"
    ),
    (
      "volumes: [{name: a, hostPath: null}]",
      "5:13 warning spec.volumes[0] says nothing of where its files come from: Kubernetes makes an empty directory of it"
    ),
    ("tolerations: [{ky: a}]", "5:18 warning spec.tolerations[0]: unknown field ky, did you mean key?"),
    ("nodeSelector: {a: 1}", "5:21 error spec.nodeSelector.a must be a string, found a number"),
    (
      "enableConfigReadAPI: 'true'",
      "5:24 error spec.enableConfigReadAPI must be true or false, found a string"
    ),
    ("secrets: [{name: a}]", "5:13 error spec.secrets[0] must be a string, found an object"),
    (
      "storage: {disableMountSubPath: true, emptyDir: {}}",
      "5:13 warning spec.storage.disableMountSubPath has no effect: Grafana Agent Operator never writes it"
    ),
    (
      "storage: {emptyDir: {}, ephemeral: {volumeClaimTemplate: {}}}",
      "5:27 warning spec.storage.ephemeral has no effect beside spec.storage.emptyDir"
    ),
    (
      "storage: {emptyDir: {}, volumeClaimTemplate: {spec: {volumeName: a}}}",
      "5:27 warning spec.storage.volumeClaimTemplate has no effect beside spec.storage.emptyDir"
    ),
    ("storage: {emptyDir: {}, volumeClaimTemplate: {metadata: {name: wal}}}", nil),
    (
      "storage: {volumeClaimTemplate: {apiVersion: v1, kind: PersistentVolumeClaim, status: {}}}", nil
    ),
    (
      "podMetadata: {name: a}",
      "5:17 warning spec.podMetadata.name has no effect: Grafana Agent Operator never writes it"
    ),
    (
      "{image: a, version: b}", "5:14 warning spec.version has no effect beside spec.image"
    ), ("{image: '', version: b}", nil),
    (
      "{configReloaderVersion: b, configReloaderImage: a}",
      "5:4 warning spec.configReloaderVersion has no effect beside spec.configReloaderImage"
    ),
    (
      "podMetadata: {labels: {a: 1}}", "5:29 error spec.podMetadata.labels.a must be a string, found a number"
    ),
  ])
  func tellsWhatIsWrong(_ field: String, _ finding: String?) async throws {
    let (_, findings) = try await pods("  " + field)
    #expect(findings.first == finding, "\(findings)")
  }

  @Test(arguments: [
    ("emptyDir: {medium: Memory}", "emptyDir"), ("ephemeral: {volumeClaimTemplate: {}}", "ephemeral"),
  ])
  func readsVolumesForStorage(_ field: String, _ source: String) async throws {
    let (read, findings) = try await pods("  storage: {\(field)}")
    #expect(findings == [])
    guard case .volume(nil, let found, _)? = read?.storage else {
      Issue.record("no volume")
      return
    }
    #expect(found == source)
  }

  /// Beside what the templates read: a Secret of a field that is never written is collected all the same.
  @Test func findsReferencesOfDeclinedFields() async throws {
    let set = try await load(
      """
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: m}
      spec:
        selector: {}
        podMetricsEndpoints:
        - authorization: {credentials: {name: a, key: b}}
          oauth2:
            clientId: {configMap: {name: c, key: d}}
            clientSecret: {name: e, key: f}
            tokenUrl: t
        - authorization: {credentials: {name: "", key: b}}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: Probe
      metadata: {name: p}
      spec:
        prober: {url: u}
        targets: {staticConfig: {static: [a]}}
        authorization: {credentials: {name: g, key: h}}
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: GrafanaAgent
      metadata: {name: ga}
      spec:
        apiServer: {host: h, authorization: {credentials: {name: i, key: j}}}
      """)
    let monitor = try #require(set.items.compactMap { $0.spec as? PodMonitor }.first)
    #expect(
      monitor.endpoints.map { $0.declinedReferences.map { "\($0.selector.name)/\($0.selector.key)" } } == [
        ["a/b", "c/d", "e/f"], [],
      ])
    let probe = try #require(set.items.compactMap { $0.spec as? Probe }.first)
    #expect(probe.declinedReferences.map(\.selector.name) == ["g"])
    let agent = try #require(set.items.compactMap { $0.spec as? GrafanaAgent }.first)
    #expect(agent.apiServer?.declinedReferences.map(\.selector.origin.position.line) == [26])
  }

  @Test func readsAStreamThatStandsAlone() {
    let set = ManifestSet(stream: Array("\(Self.head)spec: {}\n---\na: b\n".utf8), file: "s.yaml")
    #expect(set.items.map(\.reference.description) == ["GrafanaAgent default/ga"])
    #expect(set.skipped.map(\.origin.file) == ["s.yaml"])
  }
}
