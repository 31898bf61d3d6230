import AgentConfiguration
import Base
import Documents
import Manifests

/// Checks one Integration against what the agent knows, before the agent refuses it.
struct IntegrationCheck {
  private let integration: HierarchyMember<Integration>
  private(set) var diagnostics: [Diagnostic] = []
  /// The name to be written.
  private(set) var name: String
  /// What is known of it; nil for an unknown name and where the object asks not to be checked.
  private(set) var known: KnownIntegration?

  init(_ integration: HierarchyMember<Integration>) {
    self.integration = integration
    name = integration.spec.name
    guard !integration.metadata.isValidationDisabled else { return }
    findName()
    guard let known else { return }
    checkType(known)
    checkKeys(known)
    checkAutoscrape(known)
  }

  private mutating func findName() {
    let written = integration.spec.name
    if let found = KnownIntegration.find(written) {
      known = found
      return
    }
    let place = integration.spec.places.location(of: "name")
    if let found = KnownIntegration.find(alias: written) {
      known = found
      name = found.name
      tell(
        .warning, "integration-alias", place,
        "spec.name \(written) is the exporter's name, which the agent refuses; it is written as \(found.name)",
        remedy: "write name: \(found.name)")
      return
    }
    let suggestion = KnownIntegration.nearest(to: written).map { ", did you mean \($0)?" } ?? ""
    tell(
      .error, "unknown-integration", place, "the agent has no integration \(written)\(suggestion)",
      remedy: "write one of \(KnownIntegration.all.map(\.name).sorted().joined(separator: ", ")), or set the "
        + "annotation sluice.dev/validation: disabled if your agent knows more")
  }

  private mutating func checkType(_ known: KnownIntegration) {
    let spec = integration.spec
    let unique = spec.places.location(of: "type.unique")
    if known.multiplicity == .multiple, spec.isUnique {
      tell(
        .warning, "integration-type", unique,
        "spec.type.unique is true, but the agent runs as many \(name) as there are",
        remedy: "write unique: false")
    } else if known.multiplicity != .multiple, !spec.isUnique {
      tell(
        .warning, "integration-type", unique, "spec.type.unique is false, but an agent runs only one \(name)",
        remedy: "write unique: true")
    }
    guard spec.runsOnAllNodes != known.runsOnAllNodes else { return }
    let consequence =
      known.runsOnAllNodes
      ? "\(name) sees only the node that it runs on, so most nodes stay without data"
      : "every node collects the same \(name) data"
    tell(
      .warning, "integration-type", spec.places.location(of: "type.allNodes"),
      "spec.type.allNodes is \(spec.runsOnAllNodes): \(consequence)",
      remedy: "write allNodes: \(known.runsOnAllNodes)")
  }

  private mutating func checkKeys(_ known: KnownIntegration) {
    let config = integration.spec.config
    for key in config.json.objectValue?.keys ?? [] where !known.keys.contains(key) {
      checkUnknown(key, of: known)
    }
    for key in known.needed where isMissing(key) {
      tell(
        .error, "missing-field", config.location(of: .root),
        "spec.config.\(key) is missing: \(name) does not work without it",
        remedy: "write \(key)")
    }
    for key in known.useful where isMissing(key) {
      let variable = KnownIntegration.variables[known.name]
      tell(
        .warning, "missing-field", config.location(of: .root),
        "spec.config.\(key) is missing: "
          + (variable.map { "\(name) takes it from the agent's environment, from \($0)" }
            ?? "\(name) starts and collects nothing"),
        remedy: variable.map { "write \(key), or see that every such agent has \($0)" } ?? "write \(key)")
    }
  }

  private mutating func checkUnknown(_ key: String, of known: KnownIntegration) {
    let config = integration.spec.config
    let isRemoved = KnownIntegration.removedKeys.contains(key)
    let reason = isRemoved ? "the operator's form of the agent does not have it" : "the agent refuses it"
    // `{password:x}` without a blank is one key without a value, and what stands behind its colon may be a secret.
    let name = config.json[key]?.isNull == true ? String(key.prefix { $0 != ":" }) : key
    let isSplit = name != key
    let suggestion = isSplit ? "" : NearestName.suggestion(for: key, among: known.keys)
    tell(
      .error, "unknown-field", config.location(of: JSONPointer([key])),
      "spec.config: unknown key \(name) of \(known.name)\(suggestion): \(reason)",
      remedy: isSplit
        ? "write a blank behind the colon"
        : isRemoved
          ? "settings of scraping stand under autoscrape" : "write a key of version 0.44, or remove it")
  }

  private func isMissing(_ key: String) -> Bool {
    switch integration.spec.config.json[key] {
    case nil, .null?, .string("")?, .array([])?: true
    default: false
    }
  }

  private mutating func checkAutoscrape(_ known: KnownIntegration) {
    guard let settings = integration.spec.config.json["autoscrape"], known.keys.contains("autoscrape") else {
      return
    }
    for key in settings.objectValue?.keys ?? [] where !KnownIntegration.autoscrapeKeys.contains(key) {
      let suggestion = NearestName.suggestion(for: key, among: KnownIntegration.autoscrapeKeys)
      let consequence = known.isStrictInside ? "the agent refuses it" : "the agent drops it without a word"
      tell(
        known.isStrictInside ? .error : .warning, "unknown-field",
        integration.spec.config.location(of: JSONPointer(["autoscrape", key])),
        "spec.config.autoscrape: unknown key \(key)\(suggestion): \(consequence)",
        remedy: "write one of \(KnownIntegration.autoscrapeKeys.joined(separator: ", "))")
    }
    if let enable = settings["enable"], !enable.isNull, enable.boolValue == nil {
      tell(
        .error, "wrong-type", integration.spec.config.location(of: JSONPointer(["autoscrape", "enable"])),
        "spec.config.autoscrape.enable must be true or false, found \(enable.typeName)",
        remedy: "write true or false")
    }
  }

  private mutating func tell(
    _ severity: Diagnostic.Severity, _ code: String, _ place: SourceLocation, _ message: String,
    remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(severity, code: code, subject: integration.reference, at: place, message, remedy: remedy))
  }
}
