import Base

/// A link under which everybody may look at a dashboard (reference grafana-operator.md section 2.3).
public struct PublicSharing: Hashable, Sendable {
  public let isEnabled: Bool
  /// 32 hexadecimal digits in lower case; nil leaves the choice to the workspace.
  public let accessToken: String?
  public let showsAnnotations: Bool
  public let allowsTimeSelection: Bool

  init?(_ fields: FieldReader) {
    isEnabled = fields.bool("enabled") ?? true
    showsAnnotations = fields.bool("annotationsEnabled") ?? false
    allowsTimeSelection = fields.bool("timeSelectionEnabled") ?? false
    guard let token = fields.string("accessToken") else {
      accessToken = nil
      return
    }
    // Upstream takes 36 characters and leaves the hyphens out when it sends them.
    let digits = token.lowercased().filter { $0 != "-" }
    let isUUID = token.count == 36 && digits.count == 32 && digits.allSatisfy(\.isHexDigit)
    if !isUUID {
      fields.error(
        "invalid-value", at: "accessToken", "\(fields.qualified("accessToken")) is no UUID of 36 characters",
        remedy: "write what uuidgen prints, or remove it to let the workspace choose one")
    }
    accessToken = digits
  }
}

/// A plugin that a manifest says it needs.
public struct PluginRequirement: Hashable, Sendable {
  public let name: String
  /// Nil takes any; `latest` is one that is read as any, since a workspace does not tell what is the latest.
  public let version: String?

  init?(_ fields: FieldReader) {
    let version = fields.string("version")
    guard
      let name = fields.requiredString(
        "name", remedy: "write the plugin's id, for example grafana-clock-panel")
    else { return nil }
    self.name = name
    self.version = version == "latest" || version == "" ? nil : version
    if let version = self.version, !Self.isVersion(version) {
      fields.error(
        "invalid-value", at: "version", "\(fields.qualified("version")) is \(version)",
        remedy: "write a version such as 2.1.3, or latest")
    }
  }

  /// Three numbers, and what may follow a hyphen or a plus (semver.org).
  private static func isVersion(_ text: String) -> Bool {
    let core = text.prefix { $0 != "-" && $0 != "+" }
    let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 3
      && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
