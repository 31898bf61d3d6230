import Base
import Documents

/// A data source's fields in the one spelling that comparisons use: absent, empty, false and null are the same, as
/// servers treat them (reference grafana-http-api.md section 14).
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
        switch member.value {
        case .null, .bool(false), .string(""): nil
        case .object(let inner):
          compact(inner).isEmpty ? nil : (member.key, .object(compact(inner)))
        case .array(let elements) where elements.isEmpty: nil
        default: (member.key, member.value)
        }
      })
  }
}
