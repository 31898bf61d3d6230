import Base
import Documents

/// Reads one mapping of a configuration and remembers which keys were asked for: what is left at the end is a key
/// that nobody knows. An absent mapping reads as an empty one.
final class SettingReader {
  let node: YAMLNode?
  /// The keys that lead here: `metrics.configs[0]`.
  let path: String
  let findings: ConversionFindings
  private var known: Set<String> = []
  private var sections: [String: SettingReader] = [:]
  private let fallback: Position?
  /// Whether keys that nobody knows are passed over by the program itself, as in Promtail's stages: they are told and
  /// refuse nothing.
  private let isLenient: Bool

  init(
    _ node: YAMLNode?, path: String, findings: ConversionFindings, at fallback: Position? = nil,
    isLenient: Bool = false
  ) {
    self.path = path
    self.findings = findings
    self.fallback = fallback
    self.isLenient = isLenient
    if let node, node.mapping == nil, !node.isNull {
      findings.refuse("\(path.isEmpty ? "the document" : path) must be a mapping", at: node.position)
      self.node = nil
    } else {
      self.node = node.flatMap { $0.isNull ? nil : $0 }
    }
  }

  /// Whether the mapping is written at all.
  var isPresent: Bool { node != nil }

  var position: Position? { node?.position ?? fallback }

  /// Where a key stands, or the mapping where it is absent.
  func position(of key: String) -> Position? { node?.entry(key)?.key.position ?? position }

  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Every key that is written.
  var keys: [String] { node?.mapping?.map(\.name) ?? [] }

  /// Whether a key has a value other than an empty text. Does not count as asking for it.
  func has(_ key: String) -> Bool {
    guard let value = node?[key], !value.isNull else { return false }
    return value.scalar?.text != ""
  }

  /// The value of a key, nil for null; the key is known from now on.
  func value(_ key: String) -> YAMLNode? {
    known.insert(key)
    guard let value = node?[key], !value.isNull else { return nil }
    return value
  }

  /// Makes a key known without looking at it.
  func know(_ keys: String...) { know(keys) }

  func know(_ keys: [String]) { known.formUnion(keys) }

  func refuse(_ key: String, _ problem: String) {
    findings.refuse("\(path(of: key)) \(problem)", at: position(of: key))
  }

  /// Refuses every key that nobody asked for, in this mapping and in the ones below it.
  func finish() {
    let candidates = known.sorted()
    for entry in node?.mapping ?? [] where !known.contains(entry.name) {
      let place = path.isEmpty ? "" : " in \(path)"
      let problem =
        "unknown field \(entry.name)\(place)\(NearestName.suggestion(for: entry.name, among: candidates))"
      if isLenient {
        findings.warn(problem, at: entry.key.position)
      } else {
        findings.refuse(
          problem, at: entry.key.position, remedy: "correct the name or take the field out")
      }
    }
    for section in sections.values { section.finish() }
  }
}

extension SettingReader {
  /// A mapping below this one; the same reader every time it is asked for.
  func section(_ key: String) -> SettingReader {
    let value = value(key)
    return reader(key) {
      SettingReader(
        value, path: self.path(of: key), findings: self.findings, at: self.position(of: key),
        isLenient: self.isLenient)
    }
  }

  /// The mappings of a list in which unknown keys are passed over.
  func lenientList(_ key: String) -> [SettingReader] {
    guard let elements = elements(key) else { return [] }
    return elements.enumerated().map { index, element in
      let name = "\(key)[\(index)]"
      return reader(name) {
        SettingReader(
          element, path: self.path(of: name), findings: self.findings, at: element.position, isLenient: true)
      }
    }
  }

  /// The mappings of a list.
  func list(_ key: String) -> [SettingReader] {
    guard let elements = elements(key) else { return [] }
    return elements.enumerated().map { index, element in
      let name = "\(key)[\(index)]"
      return reader(name) {
        SettingReader(
          element, path: self.path(of: name), findings: self.findings, at: element.position,
          isLenient: self.isLenient)
      }
    }
  }

  /// The mappings of a mapping, with their names, in their order.
  func named(_ key: String) -> [(name: String, section: SettingReader)] {
    let outer = section(key)
    return outer.keys.map { ($0, outer.section($0)) }
  }

  /// The elements of a list, whatever they are; nil where the key is absent.
  func elements(_ key: String) -> [YAMLNode]? {
    guard let value = value(key) else { return nil }
    guard let elements = value.sequence else {
      refuse(key, "must be a list")
      return nil
    }
    return elements
  }

  private func reader(_ name: String, _ make: () -> SettingReader) -> SettingReader {
    if let found = sections[name] { return found }
    let made = make()
    sections[name] = made
    return made
  }
}
