import Base

/// Flux's `GitRepository`: where the configuration is cloned from (reference flux.md section 1.1).
public struct FluxGitRepository: ManifestSpec {
  public static let kind = "GitRepository"
  public static let apiVersions = ["source.toolkit.fluxcd.io/v1", "source.toolkit.fluxcd.io/v1beta2"]

  /// What is followed.
  public enum Reference: Hashable, Sendable {
    case branch(String)
    case tag(String)
    case commit(String)
    /// A full name such as `refs/pull/1/head`.
    case name(String)
  }

  public let url: String
  public let reference: Reference
  public let interval: Duration
  /// Bounds each Git operation.
  public let timeout: Duration
  /// Secret with `username`, `password`, `bearerToken`, `ca.crt`, `identity`, `known_hosts`.
  public let secretName: String?
  public let isSuspended: Bool

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject("spec", remedy: "write spec with url and interval", { Fields($0) }),
      let url = spec.url, let interval = spec.interval
    else { return nil }
    self.url = url
    self.interval = interval
    reference = spec.reference
    timeout = spec.timeout
    secretName = spec.secretName
    isSuspended = spec.isSuspended
  }

  private struct Fields {
    var url: String?
    var interval: Duration?
    var timeout: Duration
    var reference: Reference
    var secretName: String?
    var isSuspended: Bool

    init(_ spec: FieldReader) {
      url = spec.requiredString("url", remedy: "write the repository's URL")
      if !spec.has("interval") { spec.missing("interval", remedy: "write for example 1m") }
      interval = spec.positiveDuration("interval")
      timeout = spec.positiveDuration("timeout") ?? .seconds(60)
      isSuspended = spec.bool("suspend") ?? false
      secretName = spec.object("secretRef") { $0.requiredString("name", remedy: "name the Secret") }
      reference = spec.object("ref") { Self.reference($0) } ?? .branch("master")
      for field in [
        "provider", "serviceAccountName", "proxySecretRef", "verify", "ignore", "include",
        "recurseSubmodules",
        "sparseCheckout",
      ] {
        spec.refuse(
          field, because: "Sluice reads url, ref, interval, timeout, secretRef and suspend",
          remedy: "remove it")
      }
    }

    /// With several fields set Flux takes commit before name before tag before branch.
    private static func reference(_ fields: FieldReader) -> Reference? {
      fields.refuse("semver", because: "version ranges are not resolved", remedy: "name a tag or a branch")
      func text(_ name: String) -> String? { fields.string(name).flatMap { $0.isEmpty ? nil : $0 } }
      let (commit, name) = (text("commit"), text("name"))
      let (tag, branch) = (text("tag"), text("branch"))
      if let commit { return .commit(commit) }
      if let name { return .name(name) }
      if let tag { return .tag(tag) }
      return branch.map { .branch($0) }
    }
  }
}
