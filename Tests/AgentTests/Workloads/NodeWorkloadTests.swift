import Agent
import Base
import Documents
import Testing

/// The objects around the agents of logs and of integrations.
@Suite struct NodeWorkloadTests {
  @Test func writesADaemonSetForLogs() async throws {
    let workloads = try await Workloads(agent() + plainLogs)
    #expect(workloads.errors == [])
    #expect(
      workloads.objects.keys.sorted() == ["daemonset-ga-logs", "secret-ga-logs-config", "secret-ga-secrets"])
    let name = "daemonset-ga-logs"
    let set = try #require(workloads.objects[name])
    #expect(set["spec"]?["updateStrategy"] == ["type": "RollingUpdate"])
    let labels = set["spec"]?["selector"]?["matchLabels"]
    #expect(labels?["operator.agent.grafana.com/type"] == "logs")
    #expect(labels?["operator.agent.grafana.com/shard"] == nil)
    #expect(workloads.container("grafana-agent", of: name)?["securityContext"] == ["privileged": true])
    #expect(
      workloads.environment(name, "config-reloader") == [
        "POD_NAME={\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}", "AGENT_DEPLOY_MODE=operator",
        "HOSTNAME={\"fieldRef\":{\"fieldPath\":\"spec.nodeName\"}}", "SHARD=0",
      ])
    #expect(
      workloads.mounts(name).suffix(3) == [
        "varlog /var/log ro", "dockerlogs /var/lib/docker/containers ro", "data /var/lib/grafana-agent/data",
      ])
    #expect(
      workloads.pod(name)?["volumes"]?.arrayValue?.map { JSONWriter.string($0, style: .compact) } == [
        #"{"name":"config","secret":{"secretName":"ga-logs-config"}}"#,
        #"{"emptyDir":{},"name":"config-out"}"#,
        #"{"name":"secrets","secret":{"secretName":"ga-secrets"}}"#,
        #"{"hostPath":{"path":"/var/log"},"name":"varlog"}"#,
        #"{"hostPath":{"path":"/var/lib/docker/containers"},"name":"dockerlogs"}"#,
        #"{"hostPath":{"path":"/var/lib/grafana-agent/data"},"name":"data"}"#,
      ])
  }

  private static let nodeExporter = integration(
    "node",
    """
    {name: node_exporter, type: {allNodes: true, unique: true}, config: {rootfs_path: /host},
      volumes: [{name: root, hostPath: {path: /}}], volumeMounts: [{name: root, mountPath: /host, readOnly: true}],
      secrets: [{name: s, key: one}], configMaps: [{name: c, key: two}]}
    """)
  private static let redis = integration(
    "redis", "{name: redis, config: {redis_addr: x}, secrets: [{name: s, key: one}]}")
  private static let values = ["/secrets/mon/s/one": "1", "/configMaps/mon/c/two": "2"]

  @Test func writesADeploymentAndADaemonSetForIntegrations() async throws {
    let workloads = try await Workloads(
      agent("  metrics: {instanceSelector: {}, shards: 2}\n  storage: {volumeClaimTemplate: {}}")
        + Self.nodeExporter + Self.redis, values: Self.values)
    #expect(workloads.errors == [])
    #expect(
      workloads.objects.keys.sorted() == [
        "daemonset-ga-integrations-ds", "deployment-ga-integrations-deploy",
        "secret-ga-integrations-deploy-config", "secret-ga-integrations-ds-config", "secret-ga-secrets",
      ])
    let set = "daemonset-ga-integrations-ds"
    // A claim is not for them, and the positions of logs lie with the write-ahead log.
    #expect(
      workloads.mounts(set) == [
        "config /var/lib/grafana-agent/config-in ro", "config-out /var/lib/grafana-agent/config",
        "secrets /var/lib/grafana-agent/secrets ro", "mon-node-root /host ro",
        "ga-integrations-secrets /etc/grafana-agent/integrations ro",
        "ga-integrations-ds-wal /var/lib/grafana-agent/data", "varlog /var/log ro",
        "dockerlogs /var/lib/docker/containers ro",
      ])
    #expect(
      workloads.volumes(set) == [
        "config", "config-out", "secrets", "mon-node-root", "ga-integrations-secrets",
        "ga-integrations-ds-wal", "varlog", "dockerlogs",
      ])
    #expect(workloads.pod(set)?["volumes"]?[3] == ["name": "mon-node-root", "hostPath": ["path": "/"]])
    #expect(
      workloads.pod(set)?["volumes"]?[4] == [
        "name": "ga-integrations-secrets",
        "secret": [
          "secretName": "ga-secrets",
          "items": [
            ["key": "_secrets_mon_s_one", "path": "secrets/mon/s/one"],
            ["key": "_configMaps_mon_c_two", "path": "configMaps/mon/c/two"],
          ],
        ],
      ])
    #expect(
      workloads.environment(set).suffix(3) == [
        "SHARD=0", "SHARDS=2", "HOSTNAME={\"fieldRef\":{\"fieldPath\":\"spec.nodeName\"}}",
      ])
    let labels = workloads.objects[set]?["spec"]?["selector"]?["matchLabels"]
    #expect(labels?["operator.agent.grafana.com/type"] == "integrations")
    #expect(labels?["operator.agent.grafana.com/shard"] == "0")
    let deployment = "deployment-ga-integrations-deploy"
    #expect(workloads.objects[deployment]?["spec"]?["strategy"] == ["type": "RollingUpdate"])
    #expect(workloads.objects[deployment]?["spec"]?["replicas"] == nil)
    #expect(
      workloads.volumes(deployment).suffix(4) == [
        "ga-integrations-secrets", "ga-integrations-deploy-wal", "varlog", "dockerlogs",
      ])
    #expect(
      workloads.objects["secret-ga-secrets"]?["data"] == [
        "_configMaps_mon_c_two": "Mg==", "_secrets_mon_s_one": "MQ==",
      ])
  }

  /// The operator means the DaemonSet to be privileged and loses it on the way.
  @Test(arguments: [("{}", false), ("{sluice.dev/privileged-integrations: enabled}", true)])
  func runsIntegrationsUnprivileged(_ annotations: String, _ isPrivileged: Bool) async throws {
    let workloads = try await Workloads(
      agent(annotations: annotations) + Self.nodeExporter + Self.redis, values: Self.values)
    #expect(
      workloads.container("grafana-agent", of: "daemonset-ga-integrations-ds")?["securityContext"] == [
        "privileged": .bool(isPrivileged)
      ])
    #expect(
      workloads.container("grafana-agent", of: "deployment-ga-integrations-deploy")?["securityContext"] == [
        "privileged": false
      ])
    #expect(workloads.objects["daemonset-ga-integrations-ds"]?["metadata"]?["annotations"] == nil)
  }

  // MARK: Conflicts

  private func conflict(_ volumes: String, _ mounts: String) async throws -> Workloads {
    try await Workloads(
      agent()
        + integration(
          "node",
          "{name: node_exporter, type: {allNodes: true, unique: true}, config: {}, volumes: [\(volumes)],"
            + " volumeMounts: [\(mounts)]}"))
  }

  /// Upstream drops the volume with the second mount.
  @Test func keepsAVolumeThatIsMountedTwice() async throws {
    let workloads = try await conflict(
      "{name: a, hostPath: {path: /}}", "{name: a, mountPath: /one}, {name: a, mountPath: /two, subPath: two}"
    )
    #expect(workloads.errors == [])
    #expect(
      workloads.mounts("daemonset-ga-integrations-ds")[3...4] == ["mon-node-a /one", "mon-node-a /two"])
    #expect(workloads.volumes("daemonset-ga-integrations-ds").count { $0 == "mon-node-a" } == 1)
  }

  /// What an Integration mounts takes the place of what all such pods have, with its volume.
  @Test func letsIntegrationsTakePlaces() async throws {
    let workloads = try await conflict(
      "{name: logs, emptyDir: {}}, {name: data, emptyDir: {}}, {name: free, emptyDir: {}}",
      "{name: logs, mountPath: /var/log}, {name: data, mountPath: /var/lib/grafana-agent/data}")
    #expect(workloads.errors == [])
    #expect(
      workloads.mounts("daemonset-ga-integrations-ds").dropFirst(3) == [
        "mon-node-logs /var/log", "mon-node-data /var/lib/grafana-agent/data",
        "dockerlogs /var/lib/docker/containers ro",
      ])
    #expect(
      workloads.volumes("daemonset-ga-integrations-ds").dropFirst(3) == [
        "mon-node-logs", "mon-node-data", "mon-node-free", "dockerlogs",
      ])
  }

  @Test func tellsMountsOfTwoIntegrationsAtOnePath() async throws {
    let spec = "config: {}, volumes: [{name: a, emptyDir: {}}], volumeMounts: [{name: a, mountPath: /a}]}"
    let workloads = try await Workloads(
      agent() + integration("one", "{name: statsd_exporter, type: {unique: true}, \(spec)")
        + integration("two", "{name: redis, \(spec)".replacing("config: {}", with: "config: {redis_addr: x}"))
    )
    #expect(workloads.errors == [])
    #expect(
      workloads.output.findings.filter { $0.contains("left out") } == [
        "a.yaml:17:97 warning spec.volumeMounts[0] is left out: a.yaml:12 already mounts a volume at /a in the same "
          + "pods — mount it at another path, or once for both"
      ])
    #expect(
      workloads.volumes("deployment-ga-integrations-deploy").filter { $0.hasPrefix("mon-") } == ["mon-one-a"])
  }

  @Test func refusesVolumesOfOneName() async throws {
    let spec = "config: {redis_addr: x}, volumes: [{name: v, emptyDir: {}}]}"
    let other = integration("b-c", "{name: redis, \(spec)")
    let workloads = try await Workloads(
      agent().replacing("selector: {}", with: "selector: {}, namespaceSelector: {}")
        + integration(
          "c", "{name: memcached, config: {memcached_address: x}, volumes: [{name: v, emptyDir: {}}]}"
        )
        .replacing("namespace: mon", with: "namespace: mon-b") + other)
    #expect(
      workloads.errors == [
        "a.yaml:9:1 the volumes of Integration mon/b-c (a.yaml:14) and of this one would be called alike: mon-b-c-…",
        "a.yaml:12:67 two volumes of one pod would be called mon-b-c-v",
      ])
    #expect(workloads.objects.isEmpty)
  }
}
