import Documents

/// What is asked of a value that is handed on to Kubernetes: as much of its form as is used here, and the names of its
/// fields, because an API server drops others from manifests of these kinds.
indirect enum CoreShape: Sendable {
  case text
  case flag
  case wholeNumber
  case texts
  case textMap
  /// Is handed on as it is.
  case anything
  case mapping(CoreMapping)
  case list(CoreMapping)
}

/// The fields of a mapping.
struct CoreMapping: Sendable {
  let fields: [String: CoreShape]
  /// Texts that must be there.
  let required: [String]
}

extension FieldReader {
  /// A value of a form, without what no such value has, as JSON.
  func core(_ name: String, _ shape: CoreShape) -> JSON? {
    switch shape {
    case .text: string(name).map { .string($0) }
    case .flag: bool(name).map { .bool($0) }
    case .wholeNumber: integer(name).map { .number(JSONNumber($0)) }
    case .texts: strings(name).map { .array($0.map { .string($0) }) }
    case .textMap:
      stringMap(name).map { map in
        .object(JSONObject(map.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
      }
    case .anything: json(name)
    case .mapping(let mapping): object(name) { CoreObject($0, mapping) }.map { .object($0.json) }
    case .list(let mapping):
      objects(name) { CoreObject($0, mapping) }.map { .array($0.map { .object($0.json) }) }
    }
  }
}
