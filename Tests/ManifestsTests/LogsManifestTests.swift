import Manifests
import Testing

/// LogsInstances and PodLogs: what is refused.
@Suite struct LogsManifestTests {
  /// A stage, and what is told of it.
  @Test(arguments: [
    ("{cri: {}}", nil), ("{labels: {a: ''}}", nil), ("{limit: {rate: 1, burst: 2}}", nil),
    (
      "{cri: {}, docker: {}}",
      "6:20 error spec.pipelineStages[0] has several stages in one object, which the agent refuses: cri, docker"
    ),
    (
      "{regx: {expression: a}}",
      "6:21 warning spec.pipelineStages[0]: unknown field regx, did you mean regex?"
    ),
    ("{regex: {}}", "6:28 error spec.pipelineStages[0].regex.expression is missing"),
    (
      "{metrics: {m: {type: count, action: inc}}}",
      "6:35 error spec.pipelineStages[0].metrics.m.type is count, did you mean Counter?"
    ),
    (
      "{metrics: {m: {type: histogram, action: inc, buckets: ['1', x]}}}",
      "6:65 error spec.pipelineStages[0].metrics.m.buckets has x, which is no number"
    ),
    ("{pack: {labels: [a], ingestTimestamp: true}}", nil),
    (
      "{pack: {labels: [a], ingestTimestamp: false}}",
      "6:41 warning spec.pipelineStages[0].pack.ingestTimestamp is false and therefore left out: the default true "
        + "holds, as upstream has it"
    ),
    ("{}", "6:20 warning spec.pipelineStages[0] has no stage in it"),
    ("{cri: }", "6:21 warning spec.pipelineStages[0].cri is empty: no stage is written"),
    (
      "{metrics: {m: }}",
      "6:31 warning spec.pipelineStages[0].metrics.m is empty: no metric is written"
    ),
    (
      "{match: {selector: a, stages: '- cri: {}\n\n  - regex: {}'}}",
      "6:42 error spec.pipelineStages[0].match.stages[1] (line 2 of the text): regex.expression is missing"
    ),
    (
      "{match: {selector: a, stages: '- json: {drop_malformed: true}'}}",
      "6:42 warning spec.pipelineStages[0].match.stages[0] (line 1 of the text): json: unknown field drop_malformed"
    ),
    (
      "{match: {selector: a, stages: 'json: {}'}}",
      "6:42 error spec.pipelineStages[0].match.stages holds no list of stages"
    ),
  ])
  func readsStages(_ stage: String, _ finding: String?) async throws {
    let text = """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: PodLogs
      metadata: {name: a}
      spec:
        selector: {}
        pipelineStages: [\(stage)]
      """
    let found = try await findings(text)
    #expect(found == (finding.map { [$0] } ?? []))
  }

  /// A client, and what is told of it.
  @Test(arguments: [
    ("{url: u}", nil), ("{}", "5:13 error spec.clients[0].url is missing"),
    ("{url: u, batchWait: 1d}", "5:22 error spec.clients[0].batchWait is not a duration: 1d"),
    (
      "{url: u, externalLabels: {a-b: c}}",
      "5:22 error spec.clients[0].externalLabels has a-b, which is no label name"
    ),
    ("{url: u, bearerToken: '', bearerTokenFile: '', tlsConfig: {ca: {}, cert: {}}}", nil),
    (
      "{url: u, bearerToken: a, bearerTokenFile: b}",
      "5:38 error only one of spec.clients[0].bearerToken, spec.clients[0].bearerTokenFile may be set"
    ),
  ])
  func readsClients(_ client: String, _ finding: String?) async throws {
    let text = """
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: LogsInstance
      metadata: {name: a}
      spec:
        clients: [\(client)]
      """
    let found = try await findings(text)
    #expect(found == (finding.map { [$0] } ?? []))
  }
}
