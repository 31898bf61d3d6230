import Base
import Documents

/// Who has which fields of an object, as one entry of `metadata.managedFields` tells.
public struct FieldManager: Sendable {
  /// Who we are when we apply.
  public static let own = "sluice"
  /// Who we are when a person puts back a copy: what that sets is not looked after by anybody afterwards.
  public static let restoring = "sluice-restore"

  public let name: String
  /// `Apply` or `Update`.
  let operation: String
  /// `status`, `scale`; empty for the object itself.
  let subresource: String
  public let fields: FieldSet
  /// When it last set or gave up a field by itself. It stays where another one takes a field over (Kubernetes API
  /// reference).
  public let time: Timestamp?
  /// Moves with everything above.
  let digest: Digest

  init(_ entry: JSON) {
    name = entry["manager"]?.stringValue ?? ""
    operation = entry["operation"]?.stringValue ?? ""
    subresource = entry["subresource"]?.stringValue ?? ""
    fields = FieldSet(entry["fieldsV1"] ?? [:])
    time = entry["time"]?.stringValue.flatMap { Timestamp($0) }
    digest = entry.digest
  }

  /// Whether these are the fields that we applied.
  var isOwn: Bool { name == Self.own && operation == "Apply" && subresource.isEmpty }
}
