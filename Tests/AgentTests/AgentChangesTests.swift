import Agent
import Base
import Testing

/// What a plan says about two versions of a configuration.
@Suite struct AgentChangesTests {
  private static let old = """
    server: {log_level: info}
    metrics:
      wal_directory: /data
      global:
        external_labels: {cluster: mon/ga}
        scrape_interval: 30s
        remote_write:
        - url: https://user:hush@old/push?token=hush
      configs:
      - name: mon/primary
        remote_write:
        - name: amp
          url: https://amp/push
          sigv4: {region: eu-west-1, access_key: hush}
        scrape_configs:
        - {job_name: extra, authorization: {credentials: hush}}
        - {job_name: gone}
      - name: mon/second
    integrations:
      metrics: {autoscrape: {enable: false}}
      mysql_configs:
      - data_source_name: root:hush@(a:3306)/
        autoscrape: {enable: true, metrics_instance: mon/primary}
      redis_configs:
      - redis_addr: a:1
    """

  @Test func tellsWhatChangedAndNoSecret() {
    let new = """
      server: {log_level: debug}
      metrics:
        wal_directory: /data
        global:
          external_labels: {cluster: mon/ga, team: a}
          scrape_interval: 15s
          remote_write:
          - url: https://user:other@new/push
        configs:
        - name: mon/primary
          remote_write:
          - name: amp
            url: https://amp/other?token=other
            sigv4: {region: eu-west-2, access_key: other}
          scrape_configs:
          - {job_name: extra, authorization: {credentials: other}}
          - {job_name: more}
        - name: mon/third
      integrations:
        metrics: {autoscrape: {enable: false}}
        mysql_configs:
        - data_source_name: root:other@(a:3306)/
          autoscrape: {enable: true, metrics_instance: mon/third}
        agent_configs:
        - {}
      logs: {positions_directory: /data}
      """
    #expect(
      lines(Self.old, new) == [
        "server: log_level: info → debug",
        "metrics: external_labels.team:  → a",
        "metrics: scrape_interval: 30s → 15s",
        "remote_write https://old/push removed",
        "remote_write https://new/push added",
        "metrics instance mon/primary, remote_write amp: url: https://amp/push → https://amp/other",
        "metrics instance mon/primary, remote_write amp: sigv4.region: eu-west-1 → eu-west-2",
        "metrics instance mon/primary, remote_write amp: sigv4.access_key (changed)",
        "metrics instance mon/primary, job extra: authorization.credentials (changed)",
        "metrics instance mon/primary, job gone removed",
        "metrics instance mon/primary, job more added",
        "metrics instance mon/second removed",
        "metrics instance mon/third added",
        "logs: positions_directory:  → /data",
        "integration agent added",
        "integration mysql (for mon/third): data_source_name (changed)",
        "integration mysql (for mon/third): autoscrape.metrics_instance: mon/primary → mon/third",
        "integration redis removed",
      ])
  }

  private static let logs = """
    logs:
      positions_directory: /data
      global:
        clients:
        - {url: 'https://user:hush@loki/push', basic_auth: {username: a, password_file: /s/one}}
      configs:
      - name: mon/primary
        clients: [{url: 'https://other/push', tenant_id: one}]
        scrape_configs:
        - job_name: podLogs/mon/app
          pipeline_stages: [{cri: {}}, {match: {selector: '{a="b"}'}}]
          relabel_configs:
          - {source_labels: [job], target_label: __tmp_prometheus_job_name}
          - {action: keep, source_labels: [__meta_kubernetes_pod_label_app], regex: web}
        - job_name: extra
          relabel_configs: [{action: replace, target_label: token, replacement: hush}]
    """

  @Test func tellsWhatChangesInLogs() {
    let new = """
      logs:
        positions_directory: /data
        global:
          clients:
          - {url: 'https://user:other@loki/push', basic_auth: {username: b, password_file: /s/two}}
        configs:
        - name: mon/primary
          clients: [{url: 'https://other/push', tenant_id: two}, {url: 'https://third/push'}]
          scrape_configs:
          - job_name: podLogs/mon/app
            pipeline_stages: [{cri: {}}, {json: {expressions: {a: b}}}, {match: {selector: '{a="b"}'}}]
            relabel_configs:
            - {source_labels: [job], target_label: __tmp_prometheus_job_name}
            - {action: keep, source_labels: [__meta_kubernetes_pod_label_app], regex: 'web|api'}
            - {action: labeldrop, regex: pod_uid}
          - job_name: extra
            relabel_configs: [{action: replace, target_label: token, replacement: other}]
        - name: mon/second
      """
    let client = "client https://loki/push: "
    #expect(
      lines(Self.logs, new) == [
        client + "url: https://loki/push → https://loki/push",
        client + "basic_auth.username (changed)",
        client + "basic_auth.password_file: /s/one → /s/two",
        "logs instance mon/primary, client https://other/push: tenant_id: one → two",
        "logs instance mon/primary, client https://third/push added",
        "logs instance mon/primary, job podLogs/mon/app: relabel rule labeldrop added",
        "logs instance mon/primary, job podLogs/mon/app: relabel rule keep by __meta_kubernetes_pod_label_app: regex: web → web|api",
        "logs instance mon/primary, job podLogs/mon/app: stage json added",
        "logs instance mon/primary, job extra: 1 relabel rule changed",
        "logs instance mon/second added",
      ])
  }

  /// Rules are matched with each other only as long as that is cheap.
  @Test func comparesLongListsOfRules() {
    func job(_ count: Int, _ word: String) -> String {
      let rules = (0..<count).map { "{target_label: l\($0), replacement: \(word)}" }.joined(separator: ", ")
      return
        "metrics: {configs: [{name: a, scrape_configs: [{job_name: probe/a/b, relabel_configs: [\(rules)]}]}]}"
    }
    #expect(lines(job(20_000, "one"), job(20_000, "two")).count == 20_000)
    let place = "metrics instance a, job probe/a/b: relabel rule replace to "
    #expect(lines(job(2, "one"), job(3, "one")) == [place + "l2 added"])
    #expect(lines(job(3, "one"), job(2, "one")) == [place + "l2 removed"])
  }

  @Test func isSilentWhenEqual() {
    #expect(lines(Self.old, Self.old + "\n# another comment\n").isEmpty)
  }

  @Test func tellsTheBeginningAndTheEnd() {
    let text = "metrics: {configs: [{name: a/b}]}"
    #expect(lines(nil, text) == ["metrics instance a/b added"])
    #expect(lines(text, nil) == ["metrics instance a/b removed"])
    #expect(lines("a: [", text) == ["the file is not YAML and is written anew"])
  }

  @Test func tellsEntriesOfOneIntegrationApart() {
    let one = "integrations: {redis_configs: [{redis_addr: 'a:1'}, {redis_addr: 'b:1', instance: b}]}"
    let two = "integrations: {redis_configs: [{redis_addr: 'b:1', instance: b}, {redis_addr: 'a:1'}]}"
    #expect(lines(one, two) == ["integrations redis in another order"])
    let three = "integrations: {redis_configs: [{redis_addr: 'b:1', instance: b}]}"
    #expect(lines(one, three) == ["integration redis removed"])
    #expect(lines(three, one) == ["integration redis added"])
  }

  private func lines(_ old: String?, _ new: String?) -> [String] {
    AgentChanges.describe(old: old.map { SecretValue($0) }, new: new.map { SecretValue($0) }).map { change in
      change.before == nil && change.after == nil
        ? change.summary : "\(change.summary): \(change.before ?? "") → \(change.after ?? "")"
    }
  }
}
