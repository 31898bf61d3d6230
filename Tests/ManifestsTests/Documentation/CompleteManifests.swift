import Manifests
import Testing

/// For each kind, manifests in which every field that it has is set at least once.
enum CompleteManifests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let type: any ManifestSpec.Type
    let manifests: [String]
    /// Of its table, where kinds of two versions have one name.
    var heading: String {
      type.apiVersions[0] == "integreatly.org/v1alpha1" ? "\(type.kind) (\(type.apiVersions[0]))" : type.kind
    }

    var testDescription: String { heading }
  }

  static let metadata = """
    apiVersion: v1
    kind: X
    status: {}
    metadata: {name: a, namespace: b, labels: {}, annotations: {}, creationTimestamp: x, deletionTimestamp: x, uid: u,
      deletionGracePeriodSeconds: 1, finalizers: [], generation: 1, managedFields: [], ownerReferences: [],
      resourceVersion: x, selfLink: x}

    """
  private static let common = """
    instanceSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: Exists, values: []}]}, resyncPeriod: 1m,
      allowCrossNamespaceImport: true, suspend: false
    """
  static let key = "{name: m, key: k, optional: true}"
  private static let tls = "{insecureSkipVerify: true, certSecretRef: {name: m, namespace: m}}"

  private static let values = """
    {targetPath: a, valueFrom: {secretKeyRef: \(key)}}, {targetPath: b, valueFrom: {configMapKeyRef: \(key)}}
    """
  private static let route = """
    receiver: r, group_by: [a], group_wait: 1m, group_interval: 1m, repeat_interval: 1m, provenance: api,
      routeSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: Exists, values: []}]}, continue: true,
      object_matchers: [[a, "=", b]], matchers: [{name: a, value: b, isEqual: true, isRegex: true}], match_re: {a: b},
      mute_time_intervals: [a], active_time_intervals: [a]
    """

  static let all: [Kind] = [
    Kind(
      type: GrafanaInstance.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec:
            external:
              {url: "https://g", apiKey: \(key), adminUser: \(key), adminPassword: \(key), tls: \(tls), tenantNamespace: t}
            client: {timeout: 5, headers: {X-A: b}, preferIngress: true, useKubeAuth: true, tls: \(tls)}
            suspend: true
            preferences: {homeDashboardUid: x}
            config: {}
            deployment: {}
            disableDefaultAdminSecret: true
            disableDefaultSecurityContext: All
            httpRoute: {}
            ingress: {}
            jsonnet: {}
            persistentVolumeClaim: {}
            route: {}
            service: {}
            serviceAccount: {}
            version: "1"
          """,
      ]),
    Kind(
      type: GrafanaFolder.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata
          + "spec: {\(common), uid: u, title: t, parentFolderUID: p, parentFolderRef: r, permissions: '{}'}",
      ]),
    Kind(
      type: GrafanaDatasource.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {\(common), uid: u, plugins: [{name: p, version: 1.0.0}],
            datasource: {name: m, type: t, uid: u, access: proxy, url: u, user: u,
            database: d, basicAuth: true, basicAuthUser: b, isDefault: true, jsonData: {a: b}, secureJsonData: {a: b},
            orgId: 1, editable: true}, valuesFrom: [{targetPath: a, valueFrom: {secretKeyRef: \(key)}},
            {targetPath: b, valueFrom: {configMapKeyRef: \(key)}}]}
          """,
      ]),
    Kind(
      type: GrafanaDashboard.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {\(common), uid: u, json: "{}", gzipJson: x, url: "https://x", contentCacheDuration: 1m, folder: f,
            folderUID: f, folderRef: f, datasources: [{inputName: a, datasourceName: b}],
            variables: [{name: a, value: b}], oci: {}, plugins: [{name: a, version: latest}],
            urlAuthorization: {basicAuth: {username: \(key), password: \(key)}},
            publicSharing: {enabled: true, accessToken: x, annotationsEnabled: true, timeSelectionEnabled: true}}
          """,
        metadata + "spec: {\(common), configMapRef: \(key)}",
        metadata + "spec: {\(common), grafanaCom: {id: 1, revision: 1}}",
        metadata + """
          spec: {\(common), jsonnet: x, envs: [{name: a, value: b}, {name: c, valueFrom: {secretKeyRef: \(key)}},
            {name: d, valueFrom: {configMapKeyRef: \(key)}}], envFrom: [{secretKeyRef: \(key)}, {configMapKeyRef: \(key)}]}
          """,
        metadata + "spec: {\(common), jsonnetLib: {fileName: a, jPath: [b], gzipJsonnetProject: c}}",
      ]),
    Kind(
      type: GrafanaLibraryPanel.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {\(common), uid: u, json: "{}", gzipJson: x, url: "https://x", contentCacheDuration: 1m,
            folderUID: f, folderRef: f, datasources: [{inputName: a, datasourceName: b}],
            oci: {}, grafanaCom: {}, plugins: [{name: a, version: latest}],
            urlAuthorization: {basicAuth: {username: \(key), password: \(key)}}}
          """,
        metadata + "spec: {\(common), configMapRef: \(key)}",
        metadata + """
          spec: {\(common), jsonnet: x, envs: [{name: a, value: b}, {name: c, valueFrom: {secretKeyRef: \(key)}},
            {name: d, valueFrom: {configMapKeyRef: \(key)}}], envFrom: [{secretKeyRef: \(key)}, {configMapKeyRef: \(key)}]}
          """,
        metadata + "spec: {\(common), jsonnetLib: {fileName: a, jPath: [b], gzipJsonnetProject: c}}",
      ]),
    Kind(
      type: GrafanaAlertRuleGroup.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {\(common), name: m, folderUID: f, folderRef: f, interval: 1m, editable: true, rules: [{uid: u, title: t,
            condition: A, noDataState: OK, execErrState: OK, for: 1m, keepFiringFor: 1m, isPaused: true, labels: {a: b},
            annotations: {a: b}, missingSeriesEvalsToResolve: 1, dashboardUid: d, panelId: 1,
            record: {from: A, metric: m, targetDatasourceUid: t},
            data: [{refId: A, queryType: q, datasourceUid: d, relativeTimeRange: {from: 1, to: 0}, model: {a: b}}],
            notificationSettings: {receiver: r, group_by: [], group_wait: 1m, group_interval: 1m, repeat_interval: 1m,
              mute_time_intervals: [], active_time_intervals: []}}]}
          """,
      ]),
    Kind(
      type: GrafanaContactPoint.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {\(common), name: m, editable: true, receivers: [{uid: u, type: t, settings: {a: b},
            disableResolveMessage: true, valuesFrom: [\(values)]}]}
          """,
        metadata + """
          spec: {\(common), uid: u, type: t, settings: {a: b}, disableResolveMessage: true, valuesFrom: [\(values)]}
          """,
      ]),
    Kind(
      type: GrafanaMuteTiming.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {\(common), name: m, editable: true, time_intervals: [{times: [{start_time: "00:00", end_time: "24:00"}],
            weekdays: [monday], days_of_month: ["1"], months: [may], years: ["2026"], location: UTC}]}
          """,
      ]),
    Kind(
      type: GrafanaNotificationPolicy.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + "spec: {\(common), editable: true, route: {\(route), routes: [{\(route), routes: []}]}}",
      ]),
    Kind(
      type: GrafanaNotificationPolicyRoute.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + "spec: {\(route), routes: []}",
      ]),
    Kind(
      type: GrafanaNotificationTemplate.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + "spec: {\(common), name: m, template: t, editable: true}",
      ]),
    Kind(
      type: GrafanaManifest.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {\(common), patch: {scripts: [.], env: [{name: a, valueFrom: {secretKeyRef: \(key)}},
            {name: b, valueFrom: {configMapKeyRef: \(key)}}, {name: c, valueFrom: {grafanaRef: {fieldPath: f}}}]},
            template: {apiVersion: a.b/v1, kind: K, status: {}, spec: {}, metadata: {name: a,
            namespace: b, labels: {}, annotations: {}, uid: u, resourceVersion: r, generation: 1, creationTimestamp: c,
            managedFields: []}}}
          """,
      ]),
    Kind(
      type: GrafanaServiceAccount.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {instanceName: i, name: m, role: Viewer, isDisabled: true, suspend: true, resyncPeriod: 1m,
            tokens: [{name: m, expires: "2030-01-01T00:00:00Z", secretName: s}]}
          """,
      ]),
    Kind(
      type: LegacyFolder.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata
          + "spec: {title: t, permissions: [{permissionTargetType: role, permissionTarget: Viewer, permissionLevel: 1}]}",
      ]),
    Kind(
      type: LegacyDashboard.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {json: "{}", gzipJson: x, url: "https://x", contentCacheDuration: 1m, customFolderName: f, jsonnet: x,
            datasources: [{inputName: a, datasourceName: b}], grafanaCom: {id: 1}, gzipConfigMapRef: {}, plugins: []}
          """,
        metadata + "spec: {configMapRef: \(key)}",
      ]),
    Kind(
      type: LegacyDatasourceList.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {name: f.yaml, datasources: [{name: m, type: t, uid: u, access: proxy, url: u, user: u, database: d,
            basicAuth: true, basicAuthUser: b, withCredentials: true, isDefault: true, jsonData: {a: b},
            customJsonData: {a: b}, secureJsonData: {a: b}, customSecureJsonData: {a: b}, password: p,
            basicAuthPassword: p, orgId: 1, version: 1, editable: true}]}
          """,
      ]),
    Kind(
      type: GrafanaNotificationChannel.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + "spec: {name: a.json, json: '{\"name\": \"n\", \"type\": \"x\"}'}",
      ]),
    Kind(
      type: SecretManifest.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a"),
        metadata + "data: {}\nstringData: {}\ntype: Opaque\nimmutable: true",
      ]),
    Kind(
      type: ConfigMapManifest.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a"),
        metadata + "data: {}\nbinaryData: {}\nimmutable: true",
      ]),
    Kind(
      type: FluxGitRepository.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {url: "https://x", interval: 1m, timeout: 1m, ref: {branch: a, tag: b, commit: c, name: d, semver: e},
            secretRef: {name: m}, suspend: true, ignore: x, include: [], provider: aws, proxySecretRef: {name: m},
            recurseSubmodules: true, serviceAccountName: x, sparseCheckout: [], verify: {}}
          """,
      ]),
    Kind(
      type: FluxKustomization.self,
      manifests: [
        metadata.replacing("{name: a", with: "{generateName: a") + "spec: {}",
        metadata + """
          spec: {sourceRef: {kind: GitRepository, name: a, namespace: b, apiVersion: c}, path: ./x, prune: true,
            interval: 1m, suspend: true, targetNamespace: t, buildMetadata: [], commonMetadata: {}, components: [],
            decryption: {}, deletionPolicy: Delete, dependsOn: [], force: true, healthCheckExprs: [], healthChecks: [],
            ignore: [], images: [], kubeConfig: {}, namePrefix: a, nameSuffix: b, patches: [], postBuild: {},
            retryInterval: 1m, serviceAccountName: x, timeout: 1m, wait: true}
          """,
      ]),
  ]
}
