import Alloy
import Testing

/// The same input gives the same text, byte for byte, on every run and machine: what Swift keeps without an order is
/// sorted, and labels are numbered in the order of the file.
@Suite struct StoredOutputTests {
  private static let input = """
    metrics:
      global:
        external_labels: {b: "2", a: "1", c: "3"}
      configs:
        - name: mon/a
          remote_write: [{url: http://h/push, name: n, headers: {Z: z, A: a, M: m}}]
          scrape_configs:
            - job_name: j
              static_configs: [{targets: [t], labels: {y: "1", x: "2", z: "3"}}]
              params: {q: [b], p: [a], r: [c]}
        - name: mon_a
          remote_write: [{url: http://h/push}]
    integrations:
      metrics: {autoscrape: {metrics_instance: mon/a}}
      mysql_configs:
        - {data_source_name: a, extra_labels: {d: "1", c: "2", e: "3"}}
        - {data_source_name: b}

    """

  private static let output = """
    prometheus.remote_write "metrics_mon_a" {
    \texternal_labels = {
    \t\ta = "1",
    \t\tb = "2",
    \t\tc = "3",
    \t}

    \tendpoint {
    \t\tname    = "n"
    \t\turl     = "http://h/push"
    \t\theaders = {
    \t\t\tA = "a",
    \t\t\tM = "m",
    \t\t\tZ = "z",
    \t\t}

    \t\tqueue_config { }

    \t\tmetadata_config { }
    \t}
    }

    prometheus.scrape "metrics_mon_a_j" {
    \ttargets = [{
    \t\t__address__ = "t",
    \t\tx           = "2",
    \t\ty           = "1",
    \t\tz           = "3",
    \t}]
    \tforward_to = [prometheus.remote_write.metrics_mon_a.receiver]
    \tjob_name   = "j"
    \tparams     = {
    \t\tp = ["a"],
    \t\tq = ["b"],
    \t\tr = ["c"],
    \t}
    }

    prometheus.remote_write "metrics_mon_a_2" {
    \texternal_labels = {
    \t\ta = "1",
    \t\tb = "2",
    \t\tc = "3",
    \t}

    \tendpoint {
    \t\tname = "mon_a-73c0da"
    \t\turl  = "http://h/push"

    \t\tqueue_config { }

    \t\tmetadata_config { }
    \t}
    }

    prometheus.exporter.mysql "integrations_mysqld_exporter" {
    \tdata_source_name = "a"
    }

    discovery.relabel "integrations_mysql" {
    \ttargets = prometheus.exporter.mysql.integrations_mysqld_exporter.targets

    \trule {
    \t\tsource_labels = ["__address__"]
    \t\ttarget_label  = "c"
    \t\treplacement   = "2"
    \t}

    \trule {
    \t\tsource_labels = ["__address__"]
    \t\ttarget_label  = "d"
    \t\treplacement   = "1"
    \t}

    \trule {
    \t\tsource_labels = ["__address__"]
    \t\ttarget_label  = "e"
    \t\treplacement   = "3"
    \t}

    \trule {
    \t\ttarget_label = "job"
    \t\treplacement  = "integrations/mysql"
    \t}
    }

    prometheus.scrape "integrations_mysql" {
    \ttargets    = discovery.relabel.integrations_mysql.output
    \tforward_to = [prometheus.remote_write.metrics_mon_a.receiver]
    \tjob_name   = "integrations/mysql"
    }

    prometheus.exporter.mysql "integrations_mysqld_exporter_2" {
    \tdata_source_name = "b"
    }

    discovery.relabel "integrations_mysql_2" {
    \ttargets = prometheus.exporter.mysql.integrations_mysqld_exporter_2.targets

    \trule {
    \t\ttarget_label = "job"
    \t\treplacement  = "integrations/mysql"
    \t}
    }

    prometheus.scrape "integrations_mysql_2" {
    \ttargets    = discovery.relabel.integrations_mysql_2.output
    \tforward_to = [prometheus.remote_write.metrics_mon_a.receiver]
    \tjob_name   = "integrations/mysql"
    }

    """

  @Test func theTextIsTheStoredOne() throws {
    let configuration = try #require(Converted(Self.input).conversion.configuration)
    #expect(AlloyWriter.string(configuration) == Self.output)
  }
}
