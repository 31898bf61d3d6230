import Manifests

/// For each kind of Grafana Agent Operator, manifests in which every field that it has is set at least once. Of fields of
/// which one takes the other's place each manifest has one.
enum CompleteAgentManifests {
  static let kinds = all.map(\.heading)

  static let all: [CompleteManifests.Kind] = [
    kind(GrafanaAgent.self, agent), kind(MetricsInstance.self, metricsInstance),
    kind(LogsInstance.self, logsInstance), kind(PodLogs.self, podLogs),
    kind(ServiceMonitor.self, serviceMonitor), kind(PodMonitor.self, podMonitor), kind(Probe.self, probe),
    kind(Integration.self, integration),
  ]

  /// What is chosen of fields that take each other's place.
  private enum Choice: CaseIterable {
    case secrets
    case configMaps
    case files
  }

  private static func kind(
    _ type: any ManifestSpec.Type, _ spec: (Choice) -> String
  ) -> CompleteManifests.Kind {
    let nameless = CompleteManifests.metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}"
    return CompleteManifests.Kind(
      type: type,
      manifests: [nameless] + Choice.allCases.map { CompleteManifests.metadata + "spec: {\(spec($0))}" })
  }

  // MARK: Parts

  private static let key = CompleteManifests.key
  private static let selector =
    "{matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b]}]}"
  private static let basicAuth = "basicAuth: {username: \(key), password: \(key)}"
  private static let rule = """
    {sourceLabels: [a], separator: s, targetLabel: t, regex: r, modulus: 1, replacement: r, action: replace}
    """
  private static let resources = "resources: {limits: {cpu: 1}, requests: {cpu: 1}, claims: []}"

  private static func namespaces(_ choice: Choice) -> String {
    "namespaceSelector: \(choice == .secrets ? "{any: true}" : "{matchNames: [a]}")"
  }

  private static func oauth2(_ choice: Choice) -> String {
    """
    oauth2: {clientId: {\(choice == .secrets ? "secret" : "configMap"): \(key)}, clientSecret: \(key), tokenUrl: t,
      scopes: [a], endpointParams: {a: b}}
    """
  }

  /// - Parameter takesFiles: whether files on the agent's machine may be named.
  private static func tls(_ choice: Choice, takesFiles: Bool = true) -> String {
    if choice == .files, takesFiles { return "tlsConfig: {caFile: a, certFile: b, keyFile: c}" }
    let source = "{\(choice == .secrets ? "secret" : "configMap"): \(key)}"
    return """
      tlsConfig: {ca: \(source), cert: \(source), keySecret: \(key), serverName: s, insecureSkipVerify: true}
      """
  }

  private static func remoteWrite(_ choice: Choice) -> String {
    """
    remoteWrite: [{url: u, name: m, remoteTimeout: 1s, headers: {a: b}, writeRelabelConfigs: [\(rule)], \(basicAuth),
      \(oauth2(choice)), bearerToken: t, bearerTokenFile: f, \(tls(choice)), proxyUrl: p,
      sigv4: {region: r, accessKey: \(key), secretKey: \(key), profile: p, roleARN: a},
      queueConfig: {capacity: 1, minShards: 1, maxShards: 1, maxSamplesPerSend: 1, batchSendDeadline: 1s,
        minBackoff: 1s, maxBackoff: 1s, maxRetries: 1, retryOnRateLimit: true},
      metadataConfig: {send: true, sendInterval: 1s}}]
    """
  }

  private static func clients(_ choice: Choice) -> String {
    """
    clients: [{url: u, tenantId: t, batchWait: 1s, batchSize: 1, \(basicAuth), \(oauth2(choice)), bearerToken: t,
      bearerTokenFile: f, proxyUrl: p, \(tls(choice)), externalLabels: {a: b}, timeout: 1s,
      backoffConfig: {minPeriod: 1s, maxPeriod: 1s, maxRetries: 1}}]
    """
  }

  private static func endpoint(_ choice: Choice, takesFiles: Bool) -> String {
    """
    \(choice == .secrets ? "port: a" : "targetPort: a"), path: p, scheme: http, params: {NAME: [a]}, interval: 1s,
      scrapeTimeout: 1s, \(tls(choice, takesFiles: takesFiles)), bearerTokenSecret: \(key), honorLabels: true,
      honorTimestamps: true, \(basicAuth), metricRelabelings: [\(rule)], relabelings: [\(rule)], proxyUrl: p,
      enableHttp2: true, filterRunning: true, authorization: {}, oauth2: {}, followRedirects: true
    """
  }

  private static func monitor(_ choice: Choice) -> String {
    """
    jobLabel: l, selector: \(selector), \(namespaces(choice)), podTargetLabels: [a], sampleLimit: 1, targetLimit: 1,
      attachMetadata: {}, labelLimit: 1, labelNameLengthLimit: 1, labelValueLengthLimit: 1
    """
  }

  // MARK: Parts of pods

  private static let volumes = """
    volumes: [{name: m, awsElasticBlockStore: {}, azureDisk: {}, azureFile: {}, cephfs: {}, cinder: {}, configMap: {},
      csi: {}, downwardAPI: {}, emptyDir: {}, ephemeral: {}, fc: {}, flexVolume: {}, flocker: {}, gcePersistentDisk: {},
      gitRepo: {}, glusterfs: {}, hostPath: {}, image: {}, iscsi: {}, nfs: {}, persistentVolumeClaim: {},
      photonPersistentDisk: {}, portworxVolume: {}, projected: {}, quobyte: {}, rbd: {}, scaleIO: {}, secret: {},
      storageos: {}, vsphereVolume: {}}]
    """
  private static let mounts = """
    volumeMounts: [{name: m, readOnly: true, recursiveReadOnly: r, mountPath: p, subPath: s, mountPropagation: m,
      subPathExpr: s}]
    """
  private static let container = """
    {name: m, image: i, command: [a], args: [a], workingDir: w, envFrom: [], env: [{name: m, value: v, valueFrom: {}}],
      ports: [{name: m, hostPort: 1, containerPort: 1, protocol: TCP, hostIP: h}], \(resources), resizePolicy: [],
      restartPolicy: r, \(mounts), volumeDevices: [{name: m, devicePath: d}], livenessProbe: {}, readinessProbe: {},
      startupProbe: {}, lifecycle: {}, terminationMessagePath: t, terminationMessagePolicy: t, imagePullPolicy: p,
      securityContext: {}, stdin: true, stdinOnce: true, tty: true}
    """
  private static let pods = """
    podMetadata: {name: m, labels: {a: b}, annotations: {a: b}}, imagePullSecrets: [{name: m}], \(resources),
      nodeSelector: {a: b}, serviceAccountName: s, priorityClassName: p, runtimeClassName: r, portName: p,
      affinity: {nodeAffinity: {}, podAffinity: {}, podAntiAffinity: {}},
      tolerations: [{key: k, operator: Equal, value: v, effect: e, tolerationSeconds: 1}],
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: k, whenUnsatisfiable: w, labelSelector: {}, minDomains: 1,
        nodeAffinityPolicy: p, nodeTaintsPolicy: p, matchLabelKeys: [a]}],
      securityContext: {seLinuxOptions: {}, windowsOptions: {}, runAsUser: 1, runAsGroup: 1, runAsNonRoot: true,
        supplementalGroups: [], supplementalGroupsPolicy: p, fsGroup: 1, sysctls: [], fsGroupChangePolicy: p,
        seccompProfile: {}, appArmorProfile: {}}, \(volumes), \(mounts), containers: [\(container)],
      initContainers: [\(container)], secrets: [a], configMaps: [a], enableConfigReadAPI: true,
      disableReporting: true, disableSupportBundle: true
    """

  /// The operator's own, and what it keeps its log in.
  private static func images(_ choice: Choice) -> String {
    switch choice {
    case .secrets:
      """
      image: i, configReloaderImage: i, storage: {disableMountSubPath: true, volumeClaimTemplate: {apiVersion: v1,
        kind: PersistentVolumeClaim, status: {}, metadata: {name: m, labels: {a: b}, annotations: {a: b},
        creationTimestamp: x}, spec: {accessModes: [a], selector: {}, \(resources), volumeName: m, storageClassName: m,
        volumeMode: m, dataSource: {}, dataSourceRef: {}, volumeAttributesClassName: m}}}
      """
    case .configMaps:
      "version: v1, configReloaderVersion: v1, storage: {emptyDir: {medium: Memory, sizeLimit: 1Gi}}"
    case .files: "version: v1, configReloaderVersion: v1, storage: {ephemeral: {volumeClaimTemplate: {}}}"
    }
  }

  // MARK: Kinds

  private static func agent(_ choice: Choice) -> String {
    """
    logLevel: info, logFormat: json, paused: true, \(pods), \(images(choice)),
      apiServer: {host: h, \(basicAuth), bearerToken: t, bearerTokenFile: f, \(tls(choice)), authorization: {}},
      metrics: {\(remoteWrite(choice)), replicas: 1, shards: 1, replicaExternalLabelName: r, metricsExternalLabelName: m,
        scrapeInterval: 1s, scrapeTimeout: 1s, externalLabels: {a: b}, instanceSelector: \(selector),
        instanceNamespaceSelector: \(selector), arbitraryFSAccessThroughSMs: {deny: true}, overrideHonorLabels: true,
        overrideHonorTimestamps: true, ignoreNamespaceSelectors: true, enforcedNamespaceLabel: m,
        enforcedSampleLimit: 1, enforcedTargetLimit: 1},
      logs: {\(clients(choice)), logsExternalLabelName: l, instanceSelector: \(selector),
        instanceNamespaceSelector: \(selector), ignoreNamespaceSelectors: true, enforcedNamespaceLabel: m},
      integrations: {\(choice == .secrets ? "selector" : "instanceSelector"): \(selector), namespaceSelector: \(selector)}
    """
  }

  private static func metricsInstance(_ choice: Choice) -> String {
    """
    walTruncateFrequency: 1h, minWALTime: 5m, maxWALTime: 4h, remoteFlushDeadline: 1m, writeStaleOnShutdown: true,
      \(remoteWrite(choice)), serviceMonitorSelector: \(selector), serviceMonitorNamespaceSelector: \(selector),
      podMonitorSelector: \(selector), podMonitorNamespaceSelector: \(selector), probeSelector: \(selector),
      probeNamespaceSelector: \(selector), additionalScrapeConfigs: \(key)
    """
  }

  private static func logsInstance(_ choice: Choice) -> String {
    """
    \(clients(choice)), podLogsSelector: \(selector), podLogsNamespaceSelector: \(selector),
      additionalScrapeConfigs: \(key), targetConfig: {syncPeriod: 1s}
    """
  }

  private static func podLogs(_ choice: Choice) -> String {
    """
    jobLabel: l, podTargetLabels: [a], selector: \(selector), \(namespaces(choice)), relabelings: [\(rule)],
      pipelineStages: [{cri: {}, docker: {}, drop: {source: s, expression: e, value: v, olderThan: 1h, longerThan: 1kb,
        dropCounterReason: r}, json: {source: s, expressions: {a: b}}, labelAllow: [a], labelDrop: [a], labels: {a: b},
        limit: {rate: 1, burst: 1, drop: true}, match: {selector: s, pipelineName: m, action: keep, dropCounterReason: r,
        stages: "- cri: {}"}, metrics: {NAME: {type: Counter, description: d, prefix: p, source: s, maxIdleDuration: 1h,
        matchAll: true, countEntryBytes: true, value: v, action: inc, buckets: ["1"]}}, multiline: {firstLine: f,
        maxWaitTime: 1s, maxLines: 1}, output: {source: s}, pack: {labels: [a], ingestTimestamp: true},
        regex: {expression: e, source: s}, replace: {expression: e, source: s, replace: r},
        template: {source: s, template: t}, tenant: {label: l, source: s, value: v}, timestamp: {source: s, format: f,
        fallbackFormats: [f], location: l, actionOnFailure: skip}}]
    """
  }

  private static func serviceMonitor(_ choice: Choice) -> String {
    """
    \(monitor(choice)), targetLabels: [a], endpoints: [{\(endpoint(choice, takesFiles: true)), bearerTokenFile: f}]
    """
  }

  private static func podMonitor(_ choice: Choice) -> String {
    "\(monitor(choice)), podMetricsEndpoints: [{\(endpoint(choice, takesFiles: false))}]"
  }

  private static func probe(_ choice: Choice) -> String {
    """
    jobName: m, prober: {url: u, scheme: http, path: p, proxyUrl: p}, module: m, interval: 1s, scrapeTimeout: 1s,
      \(tls(choice, takesFiles: false)), bearerTokenSecret: \(key), \(basicAuth), authorization: {}, oauth2: {},
      metricRelabelings: [], sampleLimit: 1, targetLimit: 1, labelLimit: 1, labelNameLengthLimit: 1,
      labelValueLengthLimit: 1, targets: {\(targets(choice))}
    """
  }

  private static func targets(_ choice: Choice) -> String {
    choice == .files
      ? "staticConfig: {static: [a], labels: {a: b}, relabelingConfigs: [\(rule)]}"
      : "ingress: {selector: \(selector), \(namespaces(choice)), relabelingConfigs: [\(rule)]}"
  }

  private static func integration(_ choice: Choice) -> String {
    """
    name: node_exporter, type: {allNodes: true, unique: true}, config: {}, secrets: [\(key)], configMaps: [\(key)],
      \(volumes), \(mounts)
    """
  }
}
