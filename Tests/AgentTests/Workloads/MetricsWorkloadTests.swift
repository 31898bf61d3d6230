import Agent
import Base
import Documents
import Testing

/// The objects around the agents of metrics.
@Suite struct MetricsWorkloadTests {
  @Test func writesAStatefulSet() async throws {
    let workloads = try await Workloads(agent() + plainInstance)
    #expect(workloads.errors == [])
    #expect(
      workloads.output.files.map(\.path) == [
        "mon/ga/secret-ga-secrets.yaml", "mon/ga/secret-ga-config.yaml", "mon/ga/service-ga-operated.yaml",
        "mon/ga/statefulset-ga.yaml",
      ])
    #expect(
      workloads.text("statefulset-ga") == """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          labels:
            app.kubernetes.io/instance: ga
            app.kubernetes.io/managed-by: grafana-agent-operator
            app.kubernetes.io/name: grafana-agent
            grafana-agent: ga
            operator.agent.grafana.com/name: ga
            operator.agent.grafana.com/shard: "0"
            operator.agent.grafana.com/type: metrics
            sluice.dev/inventory: ga
          name: ga
          namespace: mon
        spec:
          podManagementPolicy: Parallel
          replicas: 1
          selector:
            matchLabels:
              app.kubernetes.io/instance: ga
              app.kubernetes.io/managed-by: grafana-agent-operator
              app.kubernetes.io/name: grafana-agent
              grafana-agent: ga
              operator.agent.grafana.com/name: ga
              operator.agent.grafana.com/shard: "0"
              operator.agent.grafana.com/type: metrics
          serviceName: ga-operated
          template:
            metadata:
              annotations:
                kubectl.kubernetes.io/default-container: grafana-agent
              labels:
                app.kubernetes.io/instance: ga
                app.kubernetes.io/managed-by: grafana-agent-operator
                app.kubernetes.io/name: grafana-agent
                grafana-agent: ga
                operator.agent.grafana.com/name: ga
                operator.agent.grafana.com/shard: "0"
                operator.agent.grafana.com/type: metrics
            spec:
              containers:
              - args:
                - --config-file=/var/lib/grafana-agent/config-in/agent.yml
                - --config-envsubst-file=/var/lib/grafana-agent/config/agent.yml
                - --watch-interval=1m
                - --statefulset-ordinal-from-envvar=POD_NAME
                - --reload-url=http://127.0.0.1:8080/-/reload
                env:
                - name: POD_NAME
                  valueFrom:
                    fieldRef:
                      fieldPath: metadata.name
                - name: AGENT_DEPLOY_MODE
                  value: operator
                - name: SHARD
                  value: "0"
                - name: SHARDS
                  value: "1"
                image: quay.io/prometheus-operator/prometheus-config-reloader:v0.67.1
                name: config-reloader
                securityContext:
                  allowPrivilegeEscalation: false
                  capabilities:
                    drop:
                    - ALL
                  readOnlyRootFilesystem: true
                volumeMounts:
                - mountPath: /var/lib/grafana-agent/config-in
                  name: config
                  readOnly: true
                - mountPath: /var/lib/grafana-agent/config
                  name: config-out
                - mountPath: /var/lib/grafana-agent/secrets
                  name: secrets
                  readOnly: true
                - mountPath: /var/lib/grafana-agent/data
                  name: ga-wal
              - args:
                - -config.file=/var/lib/grafana-agent/config/agent.yml
                - -config.expand-env=true
                - -server.http.address=0.0.0.0:8080
                - -enable-features=integrations-next
                env:
                - name: POD_NAME
                  valueFrom:
                    fieldRef:
                      fieldPath: metadata.name
                - name: AGENT_DEPLOY_MODE
                  value: operator
                - name: SHARD
                  value: "0"
                - name: SHARDS
                  value: "1"
                image: grafana/agent:v0.44.8
                name: grafana-agent
                ports:
                - containerPort: 8080
                  name: http-metrics
                  protocol: TCP
                readinessProbe:
                  failureThreshold: 120
                  httpGet:
                    path: /-/ready
                    port: http-metrics
                  periodSeconds: 5
                  timeoutSeconds: 3
                resources: {}
                securityContext:
                  privileged: false
                terminationMessagePolicy: FallbackToLogsOnError
                volumeMounts:
                - mountPath: /var/lib/grafana-agent/config-in
                  name: config
                  readOnly: true
                - mountPath: /var/lib/grafana-agent/config
                  name: config-out
                - mountPath: /var/lib/grafana-agent/secrets
                  name: secrets
                  readOnly: true
                - mountPath: /var/lib/grafana-agent/data
                  name: ga-wal
              terminationGracePeriodSeconds: 4800
              volumes:
              - name: config
                secret:
                  secretName: ga-config
              - emptyDir: {}
                name: config-out
              - name: secrets
                secret:
                  secretName: ga-secrets
              - emptyDir: {}
                name: ga-wal
          updateStrategy:
            type: RollingUpdate

        """)
  }

  @Test func writesAService() async throws {
    let workloads = try await Workloads(
      agent("  metrics: {instanceSelector: {}}\n  portName: web") + plainInstance)
    #expect(
      workloads.text("service-ga-operated") == """
        apiVersion: v1
        kind: Service
        metadata:
          labels:
            app.kubernetes.io/managed-by: grafana-agent-operator
            operated-agent: "true"
            operator.agent.grafana.com/name: ga
            sluice.dev/inventory: ga
          name: ga-operated
          namespace: mon
        spec:
          clusterIP: None
          ports:
          - name: web
            port: 8080
            protocol: TCP
            targetPort: web
          selector:
            app.kubernetes.io/name: grafana-agent
            operator.agent.grafana.com/name: ga

        """)
    let container = workloads.container("grafana-agent", of: "statefulset-ga")
    #expect(container?["ports"]?[0]?["name"] == "web")
    #expect(container?["readinessProbe"]?["httpGet"]?["port"] == "web")
  }

  @Test func writesOneStatefulSetForEachShard() async throws {
    let workloads = try await Workloads(
      agent("  metrics: {instanceSelector: {}, shards: 3, replicas: 2}") + plainInstance)
    #expect(workloads.objects.keys.filter { $0.hasPrefix("secret") }.count == 2)
    let names = ["statefulset-ga", "statefulset-ga-shard-1", "statefulset-ga-shard-2"]
    #expect(workloads.objects.keys.filter { $0.hasPrefix("statefulset") }.sorted() == names)
    for (shard, name) in names.enumerated() {
      let set = workloads.objects[name]
      #expect(set?["spec"]?["replicas"] == 2 && set?["spec"]?["serviceName"] == "ga-operated")
      let label = JSON.string(String(shard))
      #expect(set?["metadata"]?["labels"]?["operator.agent.grafana.com/shard"] == label)
      #expect(set?["spec"]?["selector"]?["matchLabels"]?["operator.agent.grafana.com/shard"] == label)
      #expect(
        workloads.environment(name) == [
          "POD_NAME={\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}", "AGENT_DEPLOY_MODE=operator",
          "SHARD=\(shard)", "SHARDS=3",
        ])
      #expect(workloads.volumes(name).last == name.dropFirst("statefulset-".count) + "-wal")
      #expect(workloads.pod(name)?["volumes"]?[0]?["secret"]?["secretName"] == "ga-config")
    }
    // Without a cluster's pods there would be one replica.
    #expect(!workloads.output.findings.contains { $0.contains("replicas") })
    let configuration = try #require(
      workloads.objects["secret-ga-config"]?["data"]?["agent.yml"]?.stringValue)
    let text = String(decoding: try #require(Base64.decode(configuration)), as: UTF8.self)
    #expect(text.contains("__replica__: replica-$(STATEFULSET_ORDINAL_NUMBER)"))
    #expect(text.contains("wal_directory: /var/lib/grafana-agent/data\n"))
  }

  @Test func takesWhatTheAgentSaysOfPods() async throws {
    let workloads = try await Workloads(
      agent(
        """
          metrics: {instanceSelector: {}}
          podMetadata: {labels: {team: a, grafana-agent: other, app.kubernetes.io/version: v9}, annotations: {note: x}}
          version: v0.43.0
          configReloaderImage: own/reloader:1
          enableConfigReadAPI: true
          disableReporting: true
          disableSupportBundle: true
          imagePullSecrets: [{name: pull}]
          resources: {limits: {memory: 1Gi}}
          nodeSelector: {disk: ssd}
          serviceAccountName: account
          tolerations: [{operator: Exists}]
          securityContext: {fsGroup: 2000}
          priorityClassName: high
          runtimeClassName: gvisor
          affinity: {nodeAffinity: {}}
          topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]
          initContainers: [{name: first, image: i}]
          secrets: [Big_Secret]
          configMaps: [cm.one]
          volumes: [{name: extra, emptyDir: {}}]
          volumeMounts: [{name: extra, mountPath: /extra}]
        """,
        annotations:
          "{owner: me, sluice.dev/prune: disabled, kubectl.kubernetes.io/last-applied-configuration: '{}'}")
        + plainInstance)
    #expect(workloads.errors == [])
    let set = try #require(workloads.objects["statefulset-ga"])
    #expect(set["metadata"]?["annotations"] == ["owner": "me"])
    #expect(set["metadata"]?["labels"]?["team"] == "a")
    #expect(set["metadata"]?["labels"]?["app.kubernetes.io/version"] == nil)
    let template = set["spec"]?["template"]
    #expect(
      template?["metadata"]?["annotations"] == [
        "note": "x", "kubectl.kubernetes.io/default-container": "grafana-agent",
      ])
    #expect(template?["metadata"]?["labels"]?["app.kubernetes.io/version"] == "v9")
    #expect(template?["metadata"]?["labels"]?["grafana-agent"] == "ga")
    #expect(set["spec"]?["selector"]?["matchLabels"]?["team"] == nil)
    let pod = try #require(workloads.pod("statefulset-ga")?.objectValue)
    #expect(
      JSON.object(
        pod.filter { !["containers", "volumes", "terminationGracePeriodSeconds"].contains($0) }) == [
          "imagePullSecrets": [["name": "pull"]], "nodeSelector": ["disk": "ssd"],
          "serviceAccountName": "account", "tolerations": [["operator": "Exists"]],
          "securityContext": ["fsGroup": 2000], "priorityClassName": "high", "runtimeClassName": "gvisor",
          "affinity": ["nodeAffinity": [:]],
          "topologySpreadConstraints": [
            ["maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"]
          ], "initContainers": [["name": "first", "image": "i"]],
        ])
    #expect(
      workloads.volumes("statefulset-ga") == [
        "config", "config-out", "secrets", "ga-wal", "extra", "secret-big-secret", "configmap-cm-one",
      ])
    #expect(
      workloads.mounts("statefulset-ga").suffix(3) == [
        "extra /extra", "secret-big-secret /var/lib/grafana-agent/extra-secrets/Big_Secret ro",
        "configmap-cm-one /var/lib/grafana-agent/extra-configmaps/cm.one ro",
      ])
    #expect(workloads.container("config-reloader", of: "statefulset-ga")?["image"] == "own/reloader:1")
    let container = try #require(workloads.container("grafana-agent", of: "statefulset-ga"))
    #expect(container["image"] == "grafana/agent:v0.43.0")
    #expect(container["resources"] == ["limits": ["memory": "1Gi"]])
    #expect(
      container["args"]?.arrayValue?.suffix(3) == [
        "-config.enable-read-api", "-disable-reporting", "-disable-support-bundle",
      ])
  }

  @Test func keepsLogsInClaims() async throws {
    let storage = """
        metrics: {instanceSelector: {}, shards: 2}
        storage:
          volumeClaimTemplate:
            metadata: {labels: {a: b}, annotations: {c: d}}
            spec: {storageClassName: fast, resources: {requests: {storage: 10Gi}}, volumeMode: null}
      """
    let workloads = try await Workloads(agent(storage) + plainInstance)
    #expect(workloads.errors == [])
    #expect(
      workloads.objects["statefulset-ga-shard-1"]?["spec"]?["volumeClaimTemplates"] == [
        [
          "apiVersion": "v1", "kind": "PersistentVolumeClaim",
          "metadata": ["name": "ga-shard-1-wal", "labels": ["a": "b"], "annotations": ["c": "d"]],
          "spec": [
            "accessModes": ["ReadWriteOnce"], "storageClassName": "fast",
            "resources": ["requests": ["storage": "10Gi"]],
          ],
        ]
      ])
    #expect(workloads.volumes("statefulset-ga") == ["config", "config-out", "secrets"])
    #expect(workloads.mounts("statefulset-ga").last == "ga-wal /var/lib/grafana-agent/data")
    let named = try await Workloads(
      agent(
        storage.replacing("metadata: {", with: "metadata: {name: wal, ").replacing(
          "spec: {", with: "spec: {accessModes: [ReadWriteMany], "))
        + plainInstance)
    let claim = named.objects["statefulset-ga-shard-1"]?["spec"]?["volumeClaimTemplates"]?[0]
    #expect(claim?["metadata"]?["name"] == "wal")
    #expect(claim?["spec"]?["accessModes"] == ["ReadWriteMany"])
    #expect(named.mounts("statefulset-ga-shard-1").last == "wal /var/lib/grafana-agent/data")
  }

  /// Upstream makes a claim without a size of `ephemeral`.
  @Test(arguments: [
    ("emptyDir: {medium: Memory}", #"{"emptyDir":{"medium":"Memory"},"name":"ga-wal"}"#),
    (
      "emptyDir: {}, volumeClaimTemplate: {metadata: {name: wal}}", #"{"emptyDir":{},"name":"wal"}"#
    ),
    (
      "ephemeral: {volumeClaimTemplate: {spec: {volumeMode: Block}}}",
      #"{"ephemeral":{"volumeClaimTemplate":{"spec":{"volumeMode":"Block"}}},"name":"ga-wal"}"#
    ),
  ])
  func keepsLogsInVolumes(_ storage: String, _ volume: String) async throws {
    let workloads = try await Workloads(
      agent("  metrics: {instanceSelector: {}}\n  storage: {\(storage)}") + plainInstance)
    #expect(workloads.errors == [])
    #expect(
      workloads.pod("statefulset-ga")?["volumes"]?[3].map { JSONWriter.string($0, style: .compact) } == volume
    )
    #expect(workloads.objects["statefulset-ga"]?["spec"]?["volumeClaimTemplates"] == nil)
  }
}
