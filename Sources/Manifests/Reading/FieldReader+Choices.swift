import Base
import HTTP

extension FieldReader {
  /// A text that must be there and not be empty.
  public func requiredString(_ name: String, remedy: String) -> String? {
    if !has(name) { missing(name, remedy: remedy) }
    guard let text = string(name) else { return nil }
    if text.isEmpty {
      error("invalid-value", at: name, "\(qualified(name)) is empty", remedy: remedy)
      return nil
    }
    return text
  }

  /// One of a fixed set of texts.
  public func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = string(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    error(
      "invalid-value", at: name,
      "\(qualified(name)) is \(text)\(NearestName.suggestion(for: text, among: names))",
      remedy: "write one of \(names.joined(separator: ", "))")
    return nil
  }

  /// A uid as Grafana takes it: at most 40 letters, digits, hyphens and underscores.
  public func uid(_ name: String) -> String? {
    guard let text = string(name), !text.isEmpty else { return nil }
    if let problem = GrafanaUID.problem(text) {
      error("invalid-uid", at: name, "\(qualified(name)) \(problem): \(text)", remedy: GrafanaUID.rule)
      return nil
    }
    return text
  }

  /// Whether a text is an http or https URL without a user in it; what is wrong is told, without the URL where it may
  /// hold a password. libcurl, whose parser is asked, also takes `https:/host` and `https:///host`.
  func checkURL(_ name: String, _ url: String, credentials remedy: String) -> Bool {
    let scheme = ["http://", "https://"].first { url.hasPrefix($0) }
    guard let scheme, url.dropFirst(scheme.count).first != "/", let parsed = try? HTTPURL(url) else {
      let shown = url.contains { $0 == "@" || $0 == "?" } ? "" : ": \(url)"
      error(
        "invalid-value", at: name, "\(qualified(name)) is no http or https URL\(shown)",
        remedy: "write https://…")
      return false
    }
    if parsed.userInfo != nil {
      error("invalid-value", at: name, "\(qualified(name)) has a user or a password in it", remedy: remedy)
      return false
    }
    return true
  }

  /// Tells when more than one of the fields is set.
  public func atMostOne(_ names: [String]) {
    let present = names.filter { has($0) }
    guard present.count > 1 else { return }
    error(
      "exclusive-fields", at: present[1],
      "only one of \(present.map { qualified($0) }.joined(separator: ", ")) may be set",
      remedy: "keep one of them")
  }
}

extension FieldReader {
  /// A mapping that must be there.
  public func requiredObject<Result>(
    _ name: String, remedy: String, _ read: (FieldReader) -> Result?
  ) -> Result? {
    if !has(name) { missing(name, remedy: remedy) }
    return object(name, read)
  }
}
