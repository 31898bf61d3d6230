import Base
import Documents

extension SettingReader {
  /// A text; numbers and booleans are read as they are spelled, as go-yaml does for texts.
  func text(_ key: String) -> String? { scalar(key, "must be a text") { $0.text } }

  func flag(_ key: String) -> Bool? {
    scalar(key, "must be true or false") { scalar in
      scalar.resolved.boolValue ?? (leniency == .types ? scalar.weakBoolean : nil)
    }
  }

  /// A whole number; a fraction is cut off, as go-yaml v2 does for the agent.
  func integer(_ key: String) -> Int? {
    scalar(key, "must be a whole number") { scalar in
      guard case .number(let number) = scalar.resolved else {
        return leniency == .types ? Int(scalar.text) : nil
      }
      return number.intValue ?? cut(number.doubleValue, key)
    }
  }

  private func cut(_ value: Double, _ key: String) -> Int {
    let limit = 9.2e18
    let whole = value >= limit ? Int.max : value <= -limit ? Int.min : Int(value)
    if Double(whole) != value {
      findings.note("\(path(of: key)) is cut to a whole number", at: position(of: key))
    }
    return whole
  }

  /// A number in the spelling that Go would give it.
  func number(_ key: String) -> String? {
    scalar(key, "must be a number") { scalar in
      if case .number(let number) = scalar.resolved { return GoText.number(number.doubleValue) }
      guard leniency == .types, let value = Double(scalar.text), value.isFinite else { return nil }
      return GoText.number(value)
    }
  }

  /// A duration in Prometheus' or Go's spelling; a whole number is nanoseconds, as go-yaml reads it.
  func duration(_ key: String) -> Duration? {
    scalar(key, "must be a duration such as 30s") { scalar in
      PrometheusDuration.parse(scalar.text) ?? GoDuration.parse(scalar.text)
        ?? Int64(scalar.text).map { .nanoseconds($0) }
    }
  }

  /// A number of bytes such as `256KB`, with the units of Loki's and Prometheus' files: all of them are powers of two.
  func bytes(_ key: String) -> Int? {
    scalar(key, "must be a number of bytes such as 4MB") { scalar in
      guard case .number(let number) = scalar.resolved else { return GoText.byteCount(scalar.text) }
      return number.intValue ?? cut(number.doubleValue, key)
    }
  }

  func texts(_ key: String) -> [String]? {
    if leniency == .types, let scalar = value(key)?.scalar { return [scalar.text] }
    return elements(key)?.compactMap { element in
      guard let text = element.scalar?.text else {
        findings.refuse("\(path(of: key)) must be a list of texts", at: element.position)
        return nil
      }
      return text
    }
  }

  func textMap(_ key: String) -> [String: String]? {
    guard let value = value(key) else { return nil }
    guard let entries = value.mapping else {
      refuse(key, "must be a mapping of texts")
      return nil
    }
    var result: [String: String] = [:]
    for entry in entries {
      if let scalar = entry.value.scalar {
        result[entry.text] = scalar.isNull ? "" : scalar.text
      } else {
        findings.refuse(
          "\(path(of: key)).\(findings.shownName(entry)) must be a text", at: entry.value.position)
      }
    }
    return result
  }

  /// Texts to lists of texts: parameters of a request, headers of a proxy.
  func textListMap(_ key: String) -> [String: [String]]? {
    guard value(key) != nil else { return nil }
    let section = section(key)
    let lists = (section.node?.mapping ?? []).map { ($0.text, section.texts($0.name) ?? []) }
    return Dictionary(lists) { first, _ in first }
  }

  /// One of a few words.
  func word(_ key: String, of words: [String]) -> String? {
    guard let text = text(key) else { return nil }
    guard words.contains(text) else {
      refuse(key, "must be one of \(words.joined(separator: ", "))")
      return nil
    }
    return text
  }

  private func scalar<Value>(
    _ key: String, _ problem: String, _ read: (YAMLScalar) -> Value?
  ) -> Value? {
    guard let value = value(key) else { return nil }
    if let scalar = value.scalar, let result = read(scalar) { return result }
    refuse(key, problem)
    return nil
  }
}

extension YAMLEntry {
  /// A key that is asked for as a text: `y` and `1e3` are no boolean and no number then.
  fileprivate var text: String { key.scalar?.text ?? name }
}

extension YAMLScalar {
  /// What mapstructure makes of numbers and of the words of Go's strconv.ParseBool.
  fileprivate var weakBoolean: Bool? {
    if case .number(let number) = resolved { return number.doubleValue != 0 }
    switch text {
    case "1", "t", "T", "TRUE", "true", "True": return true
    case "", "0", "f", "F", "FALSE", "false", "False": return false
    default: return nil
    }
  }
}
