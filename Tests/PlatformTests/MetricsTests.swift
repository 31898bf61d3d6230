import Platform
import Testing

@Suite struct MetricsTests {
  @Test func writesTheTextFormat() {
    let metrics = Metrics()
    let requests = metrics.counter(
      "sluice_requests_total", "Requests sent.", labels: ["workspace", "method"])
    requests.add(1, "prod", "GET")
    requests.add(2.5, "prod", "GET")
    requests.add(1, "a \"quoted\"\\\nname", "PUT")
    let objects = metrics.gauge("sluice_objects", "Objects \\ owned\nnow.")
    objects.set(217)
    let seconds = metrics.histogram(
      "sluice_cycle_seconds", "Length of a cycle.", labels: ["state"], bounds: [0.5, 1])
    for value in [0.2, 0.5, 0.7, 30] { seconds.observe(value, "success") }
    #expect(
      metrics.exposition() == #"""
        # HELP sluice_cycle_seconds Length of a cycle.
        # TYPE sluice_cycle_seconds histogram
        sluice_cycle_seconds_bucket{state="success",le="0.5"} 2
        sluice_cycle_seconds_bucket{state="success",le="1"} 3
        sluice_cycle_seconds_bucket{state="success",le="+Inf"} 4
        sluice_cycle_seconds_sum{state="success"} 31.4
        sluice_cycle_seconds_count{state="success"} 4
        # HELP sluice_objects Objects \\ owned\nnow.
        # TYPE sluice_objects gauge
        sluice_objects 217
        # HELP sluice_requests_total Requests sent.
        # TYPE sluice_requests_total counter
        sluice_requests_total{workspace="a \"quoted\"\\\nname",method="PUT"} 1
        sluice_requests_total{workspace="prod",method="GET"} 3.5

        """#)
  }

  @Test func theSameNameIsTheSameFamily() {
    let metrics = Metrics()
    metrics.counter("x_total", "X.").add()
    metrics.counter("x_total", "X.").add()
    #expect(metrics.exposition() == "# HELP x_total X.\n# TYPE x_total counter\nx_total 2\n")
  }

  @Test func aRemovedSeriesIsGone() {
    let metrics = Metrics()
    let gauge = metrics.gauge("held_back", "Held back.", labels: ["environment"])
    gauge.set(1, "prod")
    gauge.remove("prod")
    #expect(metrics.exposition() == "# HELP held_back Held back.\n# TYPE held_back gauge\n")
  }

  @Test func countsOfManyTasksAddUp() async {
    let metrics = Metrics()
    let counter = metrics.counter("x_total", "X.")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<1000 { counter.add() } } }
    }
    #expect(metrics.exposition().hasSuffix("x_total 8000\n"))
  }
}
