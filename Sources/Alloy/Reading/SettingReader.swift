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
  /// Keys that the program itself passes over are told and refuse nothing.
  let leniency: Leniency
  /// What is passed over in mappings below this one; set before these are asked for.
  var leniencyInside: Leniency

  init(
    _ node: YAMLNode?, path: String, findings: ConversionFindings, at fallback: Position? = nil,
    takesEmptyList: Bool = false, leniency: Leniency = .none
  ) {
    self.path = path
    self.findings = findings
    self.fallback = fallback
    self.leniency = leniency
    leniencyInside = leniency
    let isEmptyList = takesEmptyList && node?.sequence?.isEmpty == true
    if let node, node.mapping == nil, !node.isNull, !isEmptyList {
      findings.refuse(
        value: node, "\(path.isEmpty ? "the document" : path) must be a mapping", at: node.position)
      self.node = nil
    } else {
      self.node = node.flatMap { $0.isNull ? nil : $0 }
    }
  }

  /// Whether the mapping is written at all.
  var isPresent: Bool { node != nil }

  var position: Position? { node?.position ?? fallback }

  /// Where a key stands, or the mapping where it is absent.
  func position(of key: String) -> Position? { entry(key)?.key.position ?? position }

  /// The keys that lead to one, as they may be shown.
  func path(of key: String) -> String {
    let name = entry(key).map { findings.shownName($0) } ?? key
    return path.isEmpty ? name : "\(path).\(name)"
  }

  /// The text of a key for messages.
  func shown(_ key: String) -> String { entry(key).map { findings.shownText($0.value) } ?? "" }

  /// Every key that is written.
  var keys: [String] { node?.mapping?.map(\.name) ?? [] }

  /// Whether a key has a value other than an empty text. Does not count as asking for it.
  func has(_ key: String) -> Bool {
    guard let value = entry(key)?.value, !value.isNull else { return false }
    return value.scalar?.text != ""
  }

  /// The value of a key, nil for null; the key is known from now on.
  func value(_ key: String) -> YAMLNode? {
    let entry = entry(key)
    known.insert(entry?.name ?? key)
    guard let value = entry?.value, !value.isNull else { return nil }
    return value
  }

  private func entry(_ key: String) -> YAMLEntry? {
    if let entry = node?.entry(key) { return entry }
    guard leniency == .types else { return nil }
    return node?.mapping?.first { $0.name.lowercased() == key }
  }

  /// Makes a key known without looking at it.
  func know(_ keys: String...) { know(keys) }

  func know(_ keys: [String]) { known.formUnion(keys) }

  /// Whether a variable in the name of a key may bring in any other.
  private var hasLeftKeys: Bool {
    findings.variables != .none && keys.contains(where: DeferredVariableCheck.hasVariable)
  }

  /// Refuses a key that says nothing.
  func require(_ key: String) {
    let isEmpty = entry(key)?.value.sequence?.isEmpty ?? false
    if (has(key) && !isEmpty) || (entry(key) == nil && hasLeftKeys) { return }
    findings.refuse(
      "\(path.isEmpty ? "the document" : path) has no \(key)", at: position(of: key), remedy: "write \(key)")
  }

  /// Refuses the value of a key, or that there is none.
  func refuse(_ key: String, _ problem: String) {
    if entry(key) == nil, hasLeftKeys { return }
    findings.refuse(value: entry(key)?.value, "\(path(of: key)) \(problem)", at: position(of: key))
  }

  /// Refuses the mapping for the keys that it has or has not.
  func refuseKeys(_ message: String, remedy: String? = nil) {
    if hasLeftKeys { return }
    findings.refuse(message, at: position, remedy: remedy)
  }

  /// Refuses every key that nobody asked for, in this mapping and in the ones below it.
  func finish() {
    for entry in node?.mapping ?? [] where !known.contains(entry.name) {
      // Which key it is shows when the variable is replaced.
      if findings.variables != .none, DeferredVariableCheck.hasVariable(entry.name) { continue }
      let place = path.isEmpty ? "" : " in \(path)"
      let name = findings.shownName(entry)
      let suggestion = name == entry.name ? NearestName.suggestion(for: name, among: known.sorted()) : ""
      let problem = "unknown field \(name)\(place)\(suggestion)"
      if leniency != .none {
        findings.note(problem, at: entry.key.position)
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
  /// - Parameters:
  ///   - leniency: what the program lets pass in it, beside what it does here.
  ///   - takesEmptyList: whether an empty list stands for an empty mapping, as it does for integrations.
  func section(
    _ key: String, leniency: Leniency = .none, takesEmptyList: Bool = false
  ) -> SettingReader {
    let value = value(key)
    return reader(key) {
      SettingReader(
        value, path: self.path(of: key), findings: self.findings, at: self.position(of: key),
        takesEmptyList: takesEmptyList, leniency: max(leniency, self.leniencyInside))
    }
  }

  /// The mappings of a list.
  func list(_ key: String, leniency: Leniency = .none) -> [SettingReader] {
    guard let elements = elements(key) else { return [] }
    return elements.enumerated().map { index, element in
      let name = "\(key)[\(index)]"
      return reader(name) {
        SettingReader(
          element, path: self.path(of: name), findings: self.findings, at: element.position,
          leniency: max(leniency, self.leniencyInside))
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
