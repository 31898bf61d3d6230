import Agent
import Base
import Documents
import Testing

/// `spec.containers`: changes of the containers that pods have anyway, and further ones.
@Suite struct ContainerPatchTests {
  private func patched(_ containers: String) async throws -> Workloads {
    try await Workloads(
      agent("  metrics: {instanceSelector: {}}\n  containers:\n\(containers)") + plainInstance)
  }

  @Test func mergesByNames() async throws {
    let workloads = try await patched(
      """
        - name: grafana-agent
          image: own:1
          env:
          - {name: EXTRA, value: x}
          - {name: SHARD, value: "7"}
          - {name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: k}}}
          volumeMounts:
          - {name: config-out, mountPath: /var/lib/grafana-agent/config-in, readOnly: false}
          - {name: secrets, mountPath: /again}
          ports:
          - {containerPort: 8080, name: other}
          - {containerPort: 9090, name: more}
          resources: {requests: {cpu: 1}}
          readinessProbe: {periodSeconds: 9, timeoutSeconds: 0}
          securityContext: {privileged: true, runAsUser: 0}
          workingDir: ""
          args: []
      """)
    #expect(workloads.errors == [])
    let container = try #require(workloads.container("grafana-agent", of: "statefulset-ga"))
    #expect(container["image"] == "own:1")
    // New elements stand before those that are only in the pod, as Kubernetes' patch puts them.
    #expect(
      workloads.environment("statefulset-ga") == [
        "EXTRA=x", "POD_NAME={\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}", "AGENT_DEPLOY_MODE=operator",
        "SHARD=7",
        #"TOKEN={"secretKeyRef":{"key":"k","name":"s"}}"#, "SHARDS=1",
      ])
    #expect(
      workloads.mounts("statefulset-ga") == [
        "config-out /var/lib/grafana-agent/config-in ro", "secrets /again",
        "config-out /var/lib/grafana-agent/config", "secrets /var/lib/grafana-agent/secrets ro",
        "ga-wal /var/lib/grafana-agent/data",
      ])
    #expect(
      container["ports"] == [
        ["containerPort": 8080, "name": "other", "protocol": "TCP"], ["containerPort": 9090, "name": "more"],
      ])
    #expect(container["resources"] == ["requests": ["cpu": 1]])
    #expect(container["readinessProbe"]?["periodSeconds"] == 9)
    #expect(container["readinessProbe"]?["timeoutSeconds"] == 3)
    #expect(container["readinessProbe"]?["failureThreshold"] == 120)
    #expect(container["securityContext"] == ["privileged": true, "runAsUser": 0])
    #expect(container["workingDir"] == nil)
    #expect(container["args"]?.arrayValue?.count == 4)
    // The other container stays.
    #expect(workloads.environment("statefulset-ga", "config-reloader").count == 4)
  }

  @Test func replacesArgumentsAndAppendsContainers() async throws {
    let workloads = try await patched(
      """
        - {name: proxy, image: p}
        - {name: config-reloader, args: [--one, ""], command: [run]}
        - {name: last, image: l}
      """)
    #expect(workloads.errors == [])
    let names = workloads.pod("statefulset-ga")?["containers"]?.arrayValue?.map { $0["name"]?.stringValue }
    #expect(names == ["config-reloader", "grafana-agent", "proxy", "last"])
    let reloader = workloads.container("config-reloader", of: "statefulset-ga")
    #expect(reloader?["args"] == ["--one", ""] && reloader?["command"] == ["run"])
    #expect(reloader?["securityContext"]?["readOnlyRootFilesystem"] == true)
  }

  /// Upstream leaves a variable with a value and a source, which Kubernetes refuses.
  @Test func letsAValueTakeThePlaceOfASource() async throws {
    let workloads = try await patched(
      "  - {name: grafana-agent, env: [{name: POD_NAME, value: me}, {name: SHARD, valueFrom: {fieldRef: {fieldPath: a}}}]}"
    )
    let environment = workloads.environment("statefulset-ga")
    #expect(environment.first == "POD_NAME=me")
    #expect(environment[2] == "SHARD={\"fieldRef\":{\"fieldPath\":\"a\"}}")
    #expect(workloads.errors == [])
  }

  /// What is told of containers that a cluster would refuse.
  @Test(arguments: [
    ("- {name: extra}", "9:5 spec.containers[0].image is missing"),
    ("- {name: Bad, image: i}", "9:5 Bad is no name of a container"),
    ("- {name: a, image: i}\n  - {name: a, image: j}", "10:5 two containers would be called a"),
    (
      "- {name: grafana-agent, volumeMounts: [{name: nowhere, mountPath: /a}]}",
      "9:5 /a is to hold the volume nowhere, which no pod of these has"
    ),
    (
      "- {name: a, image: i, volumeMounts: [{name: config, mountPath: /a}, {name: secrets, mountPath: /a}]}",
      "9:5 two volumes would be mounted at /a"
    ),
  ])
  func tellsWhatIsRefused(_ container: String, _ message: String) async throws {
    let workloads = try await patched("  " + container)
    #expect(workloads.errors == ["a.yaml:" + message])
    #expect(workloads.objects.isEmpty)
  }

  /// Variables, commands and probes of containers may have passwords in them.
  @Test func showsNothingThatMayBeASecret() async throws {
    let workloads = try await patched(
      """
        - name: proxy
          image: p
          command: [run, hush1]
          args: [--password=hush2]
          env: [{name: TOKEN, value: hush3}]
          livenessProbe: {httpGet: {path: /, port: 1, httpHeaders: [{name: Authorization, value: hush4}]}}
      """)
    let file = try #require(workloads.output.files.first { $0.path.hasSuffix("statefulset-ga.yaml") })
    #expect(workloads.text("statefulset-ga").ranges(of: "hush").count == 4)
    #expect(!file.shown.contains("hush") && file.shown.contains("name: TOKEN\n          value: (secret)"))
    #expect(file.shown.contains("value: operator"))
  }
}
