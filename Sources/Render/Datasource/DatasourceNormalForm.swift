import Base
import Documents

/// A data source's fields in the one spelling that comparisons use.
///
/// Of the fields of the API absent, empty, false and null are the same, as servers treat them (reference
/// grafana-http-api.md section 14). In `jsonData` only null is as good as absent: it belongs to the plugin, and some
/// settings are on until they are switched off (`pplEnabled`, section 13), so `false` and `""` say something there.
public struct DatasourceNormalForm: Equatable, Sendable {
  public let json: JSON

  /// Fields that say what a data source is; servers add others (`id`, `typeLogoUrl`, `readOnly` and the like).
  static let fields = [
    "name", "type", "access", "url", "user", "database", "basicAuth", "basicAuthUser", "withCredentials",
    "isDefault",
    "jsonData",
  ]

  /// - Parameters:
  ///   - hiddenPaths: places whose values are replaced by keyed digests.
  ///   - key: the key of those digests.
  public init(_ model: JSONObject, hiddenPaths: Set<JSONPointer> = [], key: [UInt8] = []) {
    var object = JSONObject()
    for field in Self.fields {
      guard let value = model[field] else { continue }
      object[field] = Self.hide(value, at: JSONPointer([field]), hiddenPaths, key)
    }
    json = .object(Self.compact(object))
  }

  private static func hide(_ value: JSON, at path: JSONPointer, _ hidden: Set<JSONPointer>, _ key: [UInt8])
    -> JSON
  {
    if hidden.isEmpty { return value }
    if hidden.contains(path), let text = value.stringValue {
      return .string("keyed " + Digest(of: Array(text.utf8), key: key).description)
    }
    return switch value {
    case .object(let object):
      .object(
        JSONObject(object.members.map { ($0.key, hide($0.value, at: path.appending($0.key), hidden, key)) }))
    case .array(let elements):
      .array(elements.enumerated().map { hide($0.element, at: path.appending($0.offset), hidden, key) })
    default: value
    }
  }

  private static func compact(_ object: JSONObject) -> JSONObject {
    JSONObject(
      object.members.compactMap { member -> (String, JSON)? in
        let value = withoutNulls(member.value)
        switch value {
        case .null, .bool(false), .string(""): return nil
        case .object(let inner) where inner.isEmpty: return nil
        case .array(let elements) where elements.isEmpty: return nil
        default: return (member.key, value)
        }
      })
  }

  private static func withoutNulls(_ value: JSON) -> JSON {
    switch value {
    case .object(let object):
      .object(
        JSONObject(object.members.filter { !$0.value.isNull }.map { ($0.key, withoutNulls($0.value)) }))
    case .array(let elements): .array(elements.map(withoutNulls))
    default: value
    }
  }
}
