import Base
import Documents
import Evaluation
import JQ
import Manifests
import Secrets

/// Makes objects whose manifests patch them with scripts of jq (reference grafana-operator.md section 2.13).
struct PatchRendering: Sendable {
  /// Nil where this program does not evaluate.
  let evaluator: JQEvaluator?
  let results: PatchResults
  let lookup: ValueLookup
  /// Of the digests of secrets.
  let key: [UInt8]

  /// Of scripts that were not seen to fail by themselves.
  static let postponedCode = "jq-postponed"

  struct Made: Sendable {
    let document: RenderedDocument?
    let diagnostics: [Diagnostic]
    let retry: EvaluationRetry?
  }

  /// Tells whether the values that the scripts see are the same as before; nil without any.
  func mark(_ manifest: GrafanaManifest, of object: ManifestObject) -> Digest? {
    if manifest.patch.variables.isEmpty { return nil }
    return (try? environment(manifest, object))?.digest(key: key) ?? Digest(of: "")
  }

  /// The object as the scripts leave it. What was made before of the same is made no second time.
  /// - Parameter allowance: nil where the limits of one evaluation are enough.
  func render(
    _ manifest: GrafanaManifest, of object: ManifestObject, allowance: EvaluationAllowance?
  ) async -> Made {
    let environment: ContentEnvironment
    do throws(ContentEnvironment.Missing) {
      environment = try self.environment(manifest, object)
    } catch {
      let problem = ContentProblem(
        code: "missing-value", message: error.error.message, remedy: error.error.remedy,
        location: error.origin)
      return Made(document: nil, diagnostics: [problem.diagnostic(object.reference)], retry: nil)
    }
    let template = Self.template(manifest)
    let scripts = manifest.patch.scripts.map { $0.text ?? "" }
    let subject = PatchResults.Subject(
      object: object.reference, place: object.origin, template: template.digest,
      scripts: scripts, environment: environment.digest(key: key))
    let before = results[subject]
    if let before, before.retry?.isDue != true { return before }
    let made = await evaluate(
      manifest, object, template, scripts, environment, allowance,
      failures: before?.retry?.failures ?? 0)
    results[subject] = made
    return made
  }

  private func environment(
    _ manifest: GrafanaManifest, _ object: ManifestObject
  ) throws(ContentEnvironment.Missing) -> ContentEnvironment {
    try ContentEnvironment.find(
      manifest.patch.variables, namespace: object.reference.namespace, lookup: lookup)
  }

  private func evaluate(
    _ manifest: GrafanaManifest, _ object: ManifestObject, _ template: JSON, _ scripts: [String],
    _ environment: ContentEnvironment, _ allowance: EvaluationAllowance?, failures: Int
  ) async -> Made {
    func failed(_ problem: ContentProblem) -> Made {
      let diagnostics = [problem.diagnostic(object.reference)]
      return Made(
        document: nil, diagnostics: diagnostics,
        retry: EvaluationRetry(after: diagnostics, failures: failures))
    }
    let problems = PatchProblems(scripts: manifest.patch.scripts, holdsSecrets: environment.holdsSecrets)
    guard let evaluator else { return failed(problems.unavailable) }
    let allowed = allowance?.rest
    if let allowed, allowed <= .zero { return failed(problems.postponed) }
    let start = ContinuousClock.now
    let result = await evaluator.evaluate(
      JQTask(document: JSONWriter.bytes(template), scripts: scripts, variables: environment.values),
      within: allowed)
    allowance?.spend(.now - start)
    switch result {
    case .failure(.other(.timedOut)) where allowance?.cut(allowed) == true:
      return failed(problems.postponed)
    case .failure(let failure): return failed(problems.problem(failure))
    case .success(let bytes):
      do throws(ContentProblem) {
        let (patched, warnings) = try PatchedTemplate.read(
          bytes, of: template, over: manifest, object, problems)
        return Made(
          document: ResourceRendering.render(patched, isSecret: environment.holdsSecrets),
          diagnostics: warnings, retry: nil)
      } catch {
        return failed(error)
      }
    }
  }

  /// What the scripts are given.
  private static func template(_ manifest: GrafanaManifest) -> JSON {
    var metadata = JSONObject([("name", .string(manifest.resource.name))])
    if let namespace = manifest.resource.listing.namespace { metadata["namespace"] = .string(namespace) }
    for (field, texts) in [("labels", manifest.labels), ("annotations", manifest.annotations)]
    where !texts.isEmpty {
      metadata[field] = .object(
        JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    return [
      "apiVersion": .string(manifest.apiVersion), "kind": .string(manifest.resource.listing.kind),
      "metadata": .object(metadata), "spec": .object(manifest.spec),
    ]
  }
}
