import Base
import Documents
import Manifests
import Secrets

/// Makes the receivers of a contact point, with the values that stand elsewhere (reference grafana-http-api.md section 6.3).
struct ContactPointRendering {
  private let object: ManifestObject
  private let lookup: ValueLookup
  private var hiddenPaths: Set<JSONPointer> = []
  private var diagnostics: [Diagnostic] = []

  /// What servers show in place of a secret, and store as the secret where it is sent with a new receiver (section 6.3).
  private static let redacted = "[REDACTED]"

  /// The contact point, or what keeps it from being made.
  static func render(
    _ point: GrafanaContactPoint, of object: ManifestObject, lookup: ValueLookup
  ) -> (document: RenderedDocument?, diagnostics: [Diagnostic]) {
    var rendering = ContactPointRendering(object: object, lookup: lookup)
    let receivers = point.receivers.enumerated().map { index, receiver in
      JSON.object(rendering.receiver(receiver, at: index))
    }
    guard rendering.diagnostics.isEmpty else { return (nil, rendering.diagnostics) }
    let model = JSONObject([("name", .string(point.name)), ("receivers", .array(receivers))])
    let document = RenderedDocument(
      kind: .contactPoint, common: point.common, uid: point.name, title: point.name,
      body: DocumentBody(model, hiddenPaths: rendering.hiddenPaths, isEditable: point.isEditable),
      parts: point.receivers.compactMap(\.uid).sorted(), features: [.alertProvisioning])
    return (document, [])
  }

  private init(object: ManifestObject, lookup: ValueLookup) {
    self.object = object
    self.lookup = lookup
  }

  private mutating func receiver(_ receiver: ContactReceiver, at index: Int) -> JSONObject {
    var model = JSONObject()
    if let uid = receiver.uid { model["uid"] = .string(uid) }
    model["type"] = .string(receiver.type)
    if receiver.isSilentWhenResolved { model["disableResolveMessage"] = true }
    let settings = settings(of: receiver, below: JSONPointer(["receivers", "\(index)", "settings"]))
    model["settings"] = .object(settings)
    if let place = Self.placeOfRedacted(in: .object(settings)) {
      refuse(
        "invalid-secret", at: receiver.origin,
        "settings.\(place) of the receiver #\(index + 1) is \(Self.redacted), which Grafana shows in place of a secret",
        remedy: "name the Secret that holds the value with valuesFrom")
    }
    return model
  }

  /// The settings with each value at its place, whatever stood there before.
  private mutating func settings(of receiver: ContactReceiver, below root: JSONPointer) -> JSONObject {
    var settings = receiver.settings
    var filled: Set<JSONPointer> = []
    for value in receiver.values {
      let found: FoundValue
      do throws(LookupError) {
        found = try lookup.found(value.source, namespace: object.reference.namespace)
      } catch {
        refuse("missing-value", at: value.origin, error.message, remedy: error.remedy)
        continue
      }
      let tokens = value.pointer.tokens
      if filled.contains(where: { $0.isPrefix(of: value.pointer) || value.pointer.isPrefix(of: $0) }) {
        refuse(
          "invalid-values-from", at: value.origin, "\(value.targetPath) is set by two values",
          remedy: "keep one of the two")
      } else if !Self.set(.string(found.value.revealed), at: tokens[...], in: &settings) {
        refuse(
          "invalid-values-from", at: value.origin,
          "\(value.targetPath) leads into a setting that is no mapping",
          remedy: "write a path below settings, such as sigv4.secret_key")
      }
      filled.insert(value.pointer)
      if found.isSecret { hiddenPaths.insert(JSONPointer(root.tokens + tokens)) }
    }
    return settings
  }

  /// - Returns: false where something on the way is there and is no mapping.
  private static func set(_ value: JSON, at path: ArraySlice<String>, in object: inout JSONObject) -> Bool {
    guard let name = path.first else { return false }
    if path.count == 1 {
      object[name] = value
      return true
    }
    guard var inner = (object[name] ?? [:]).objectValue else { return false }
    guard set(value, at: path.dropFirst(), in: &inner) else { return false }
    object[name] = .object(inner)
    return true
  }

  private static func placeOfRedacted(in value: JSON) -> String? {
    guard let object = value.objectValue else { return nil }
    for member in object.members {
      if member.value.stringValue == redacted { return member.key }
      if let inner = placeOfRedacted(in: member.value) { return "\(member.key).\(inner)" }
    }
    return nil
  }

  private mutating func refuse(
    _ code: String, at origin: SourceLocation, _ message: String, remedy: String?
  ) {
    diagnostics.append(
      Diagnostic(.error, code: code, subject: object.reference, at: origin, message, remedy: remedy))
  }
}
