import Base

/// Flux's `Kustomization`: which directory of a source is kept converged (reference flux.md section 2.1).
public struct FluxKustomization: ManifestSpec {
  public static let kind = "Kustomization"
  public static let apiVersions = ["kustomize.toolkit.fluxcd.io/v1", "kustomize.toolkit.fluxcd.io/v1beta2"]

  /// From the root of the source, without `./` and slashes at its ends; empty for the root.
  public let path: String
  public let prune: Bool
  public let interval: Duration
  public let isSuspended: Bool
  public let targetNamespace: String?
  /// The `GitRepository` that it reads.
  public let source: ObjectReference

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with sourceRef, path, interval and prune",
        { fields in Fields(fields, namespace: metadata.namespace) }),
      let interval = spec.interval, let prune = spec.prune, let source = spec.source
    else { return nil }
    path = spec.path
    self.prune = prune
    self.interval = interval
    isSuspended = spec.isSuspended
    targetNamespace = spec.targetNamespace
    self.source = source
  }

  private struct Fields {
    var path: String
    var prune: Bool?
    var interval: Duration?
    var isSuspended: Bool
    var targetNamespace: String?
    var source: ObjectReference?

    init(_ spec: FieldReader, namespace: String) {
      path = Self.normalise(spec.string("path") ?? "")
      if path.split(separator: "/").contains("..") {
        spec.error(
          "invalid-value", at: "path", "spec.path leads out of the source: \(path)",
          remedy: "write a path inside it")
      }
      if !spec.has("prune") { spec.missing("prune", remedy: "write true, or false to keep what leaves Git") }
      prune = spec.bool("prune")
      if !spec.has("interval") { spec.missing("interval", remedy: "write for example 10m") }
      interval = spec.positiveDuration("interval")
      isSuspended = spec.bool("suspend") ?? false
      targetNamespace = spec.string("targetNamespace").flatMap { $0.isEmpty ? nil : $0 }
      source = spec.requiredObject("sourceRef", remedy: "write kind: GitRepository and name") { reference in
        let kind = reference.requiredString("kind", remedy: "write GitRepository")
        if let kind, kind != FluxGitRepository.kind {
          reference.error(
            "refused-field", at: "kind", "spec.sourceRef.kind \(kind) is not supported",
            remedy: "use a GitRepository")
        }
        let space = reference.string("namespace") ?? namespace
        reference.ignore("apiVersion")
        return reference.requiredString("name", remedy: "name the GitRepository").map {
          ObjectReference(kind: FluxGitRepository.kind, namespace: space, name: $0)
        }
      }
      for field in [
        "retryInterval", "timeout", "deletionPolicy", "wait", "healthChecks", "healthCheckExprs", "dependsOn",
        "force",
        "namePrefix", "nameSuffix", "commonMetadata", "patches", "images", "components", "buildMetadata",
        "postBuild",
        "decryption", "ignore", "serviceAccountName", "kubeConfig",
      ] {
        spec.refuse(
          field, because: "Sluice reads path, prune, interval, suspend, targetNamespace and sourceRef",
          remedy: "remove it")
      }
    }

    private static func normalise(_ path: String) -> String {
      path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
  }
}
