import Base

/// Kind `GrafanaServiceAccount` (reference grafana-operator.md section 2.12).
public struct GrafanaServiceAccount: ManifestSpec {
  public static let kind = "GrafanaServiceAccount"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  /// What a service account may do in its organisation.
  public enum Role: String, CaseIterable, Sendable {
    case viewer = "Viewer"
    case editor = "Editor"
    case admin = "Admin"
  }

  /// A token of the account.
  public struct Token: Hashable, Sendable {
    public let name: String
    /// Its end; nil for one without an end, and for those that are replaced by the lifetime.
    public let expires: Timestamp?
    /// The Secret that its value goes to, in the manifest's namespace, under the key `token`.
    public let secretName: String
  }

  public let common: GrafanaCommonSpec
  public let name: String
  public let role: Role
  public let isDisabled: Bool
  public let tokens: [Token]
  /// How long a token without `expires` lives. Upstream replaces none before its end, so this is an annotation.
  public let tokenLifetime: Duration?

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let lifetime = Self.lifetime(document, metadata)
    let account = document.requiredObject(
      "spec", remedy: "write spec with instanceName and role", { AccountFields($0, metadata: metadata) })
    guard let account, let instance = account.instance, let role = account.role else { return nil }
    common = GrafanaCommonSpec(
      .name(instance), resyncPeriod: account.resyncPeriod, isSuspended: account.isSuspended)
    name = account.name
    self.role = role
    isDisabled = account.isDisabled
    tokens = account.tokens
    tokenLifetime = lifetime
  }

  private static func lifetime(_ document: FieldReader, _ metadata: ObjectMetadata) -> Duration? {
    let name = ObjectMetadata.lifetimeAnnotation
    guard let text = metadata.annotations[name] else { return nil }
    guard let lifetime = GoDuration.parse(text), lifetime >= shortestLifetime else {
      document.error(
        "invalid-value", at: "metadata", "annotation \(name) is no duration of at least an hour: \(text)",
        remedy: "write for example 720h, which is thirty days")
      return nil
    }
    return lifetime
  }

  /// A token is replaced when a third of it is left, and cycles may be minutes apart.
  private static let shortestLifetime = Duration.seconds(3600)
}

private struct AccountFields {
  let instance: String?
  let name: String
  let role: GrafanaServiceAccount.Role?
  let isDisabled: Bool
  let isSuspended: Bool
  let resyncPeriod: Duration?
  let tokens: [GrafanaServiceAccount.Token]

  init(_ spec: FieldReader, metadata: ObjectMetadata) {
    instance = spec.requiredString("instanceName", remedy: "write the name of a Grafana of this namespace")
    name = spec.string("name").flatMap { $0.isEmpty ? nil : $0 } ?? metadata.name
    if !spec.has("role") { spec.missing("role", remedy: "write Viewer, Editor or Admin") }
    role = spec.choice("role", of: GrafanaServiceAccount.Role.self)
    isDisabled = spec.bool("isDisabled") ?? false
    isSuspended = spec.bool("suspend") ?? false
    resyncPeriod = spec.positiveDuration("resyncPeriod")
    let prefix = "\(instance ?? "")-\(metadata.name)"
    tokens = spec.objects("tokens") { Self.token($0, prefix: prefix) } ?? []
    Self.refuseTwins(tokens.map(\.name), "tokens", spec)
    Self.refuseTwins(tokens.map(\.secretName), "Secrets of tokens", spec)
  }

  private static func token(_ fields: FieldReader, prefix: String) -> GrafanaServiceAccount.Token? {
    let name = fields.requiredString("name", remedy: "give the token a name")
    var expires: Timestamp?
    if let text = fields.string("expires") {
      expires = Timestamp(text)
      if expires == nil {
        fields.error(
          "invalid-value", at: "expires", "\(fields.qualified("expires")) is no time of RFC 3339: \(text)",
          remedy: "write for example 2027-01-31T00:00:00Z")
      }
    }
    let written = fields.string("secretName").flatMap { $0.isEmpty ? nil : $0 }
    guard let name else { return nil }
    let secret = written ?? "\(prefix)-\(name)"
    if !isNameOfSecret(secret) {
      fields.error(
        "invalid-name", at: written == nil ? "name" : "secretName",
        "the name of the token's Secret is no name that Kubernetes takes: \(secret)",
        remedy: "write secretName with lower-case letters, digits, hyphens and points")
    }
    return GrafanaServiceAccount.Token(name: name, expires: expires, secretName: secret)
  }

  private static func isNameOfSecret(_ text: String) -> Bool {
    let edges: [UInt8?] = [text.utf8.first, text.utf8.last]
    return text.utf8.count <= 253
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
      } && edges.allSatisfy { $0 != nil && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }
  }

  private static func refuseTwins(_ names: [String], _ what: String, _ spec: FieldReader) {
    for (name, twins) in Dictionary(grouping: names, by: { $0 }).sorted(by: { $0.key < $1.key })
    where twins.count > 1 {
      spec.error(
        "duplicate-name", at: "tokens", "\(twins.count) \(what) are named \(name)",
        remedy: "give each of them a name of its own")
    }
  }
}
