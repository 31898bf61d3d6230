import Base

/// Kind `GrafanaContactPoint` (reference grafana-operator.md section 2.6).
public struct GrafanaContactPoint: ManifestSpec {
  public static let kind = "GrafanaContactPoint"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let common: GrafanaCommonSpec
  /// Policies and rules name it by this.
  public let name: String
  /// Whether people may edit it in the workspace; nil: they may not.
  public let isEditable: Bool?
  public let receivers: [ContactReceiver]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector, name and receivers",
        { Fields($0, metadata: metadata) }), let common = spec.common, !spec.receivers.isEmpty
    else { return nil }
    self.common = common
    name = spec.name
    isEditable = spec.isEditable
    receivers = spec.receivers
  }
}

private struct Fields {
  var common: GrafanaCommonSpec?
  var name: String
  var isEditable: Bool?
  var receivers: [ContactReceiver]

  /// The most receivers that grafana-operator takes.
  private static let mostReceivers = 99
  /// A single receiver, as it was written before there were lists of them.
  private static let oldFields = ["uid", "type", "settings", "disableResolveMessage", "valuesFrom"]

  init(_ spec: FieldReader, metadata: ObjectMetadata) {
    common = GrafanaCommonSpec(spec)
    // Servers up to 10 store a contact point without a name, which no policy can name (reference
    // grafana-http-api.md section 18).
    name = spec.string("name").flatMap { $0.isEmpty ? nil : $0 } ?? metadata.name
    isEditable = spec.bool("editable")
    receivers = spec.objects("receivers") { ContactReceiver($0) } ?? []
    let written = spec.elements("receivers")?.count ?? 0
    let old = Self.oldFields.filter { spec.has($0) }
    if written > Self.mostReceivers {
      spec.error(
        "invalid-value", at: "receivers", "spec.receivers has more than \(Self.mostReceivers) entries",
        remedy: "write several contact points")
    }
    if written == 0, spec.has("type") || spec.has("settings") {
      receivers = ContactReceiver(spec).map { [$0] } ?? []
    } else if written == 0 {
      spec.missing("receivers", remedy: "write at least one receiver, or remove the manifest")
    } else if let first = old.first {
      spec.warning(
        "ignored-field", at: first,
        "\(old.map { spec.qualified($0) }.joined(separator: ", ")) \(old.count == 1 ? "has" : "have") no effect "
          + "beside spec.receivers", remedy: "write them in an entry of spec.receivers")
    }
    refuseTwins(spec)
  }

  /// A uid is one receiver's in the whole workspace.
  private func refuseTwins(_ spec: FieldReader) {
    var seen: Set<String> = []
    for receiver in receivers {
      guard let uid = receiver.uid, !seen.insert(uid).inserted else { continue }
      spec.document.tell(
        .error, code: "duplicate-uid", at: receiver.origin.position,
        "two receivers of the contact point have the uid \(uid)", remedy: "give one of them another uid")
    }
  }
}
