import Base
import Documents

/// Brings a tree of notification policies into the form that is compared (reference grafana-http-api.md section 6.4): all
/// conditions as `object_matchers`, sorted; durations in one spelling; nothing that is empty.
public enum NotificationPolicyForm {
  private static let durations = ["group_wait", "group_interval", "repeat_interval"]
  private static let lists = ["group_by", "mute_time_intervals", "active_time_intervals"]

  public static func normal(_ tree: JSON) -> JSON {
    var form = JSONObject()
    if let receiver = tree["receiver"]?.stringValue, !receiver.isEmpty {
      form["receiver"] = .string(receiver)
    }
    for name in lists {
      if let list = tree[name]?.arrayValue, !list.isEmpty { form[name] = .array(list) }
    }
    let matchers = matchers(of: tree)
    if !matchers.isEmpty { form["object_matchers"] = .array(matchers) }
    if tree["continue"]?.boolValue == true { form["continue"] = true }
    for name in durations {
      if let text = tree[name]?.stringValue, !text.isEmpty { form[name] = .string(duration(text)) }
    }
    let routes = tree["routes"]?.arrayValue ?? []
    if !routes.isEmpty { form["routes"] = .array(routes.map { normal($0) }) }
    return .object(form)
  }

  /// Servers sort them by label (recordings of policies); equal labels are sorted here as well.
  private static func matchers(of route: JSON) -> [JSON] {
    var matchers = (route["object_matchers"]?.arrayValue ?? []).map { matcher in
      (matcher.arrayValue ?? []).map { $0.stringValue ?? "" }
    }
    for (name, sign) in [("match", "="), ("match_re", "=~")] {
      for member in route[name]?.objectValue?.members ?? [] {
        matchers.append([member.key, sign, member.value.stringValue ?? ""])
      }
    }
    matchers += (route["matchers"]?.arrayValue ?? []).compactMap { $0.stringValue }.map { text in
      // What is not understood stays as it is, and differs.
      PolicyMatcherText.parts(text) ?? [text]
    }
    return matchers.sorted { $0.lexicographicallyPrecedes($1) }.map { .array($0.map { .string($0) }) }
  }

  private static func duration(_ text: String) -> String {
    (PrometheusDuration.parse(text) ?? GoDuration.parse(text)).map { PrometheusDuration.format($0) } ?? text
  }
}

/// A condition as Prometheus writes it: `zone="a"`.
enum PolicyMatcherText {
  /// Label, operator and value; nil where it is none.
  static func parts(_ text: String) -> [String]? {
    guard let sign = text.firstIndex(where: { "=!~".contains($0) }) else { return nil }
    let rest = text[sign...]
    guard let found = ["=~", "!~", "!=", "="].first(where: { rest.hasPrefix($0) }) else { return nil }
    let label = text[..<sign].filter { $0 != " " }
    var value = rest.dropFirst(found.count).drop { $0 == " " }
    while value.last == " " { value.removeLast() }
    guard value.first == "\"" else { return [label, found, String(value)] }
    guard value.count > 1, value.last == "\"" else { return nil }
    return unescaped(value.dropFirst().dropLast()).map { [label, found, $0] }
  }

  private static func unescaped(_ text: Substring) -> String? {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        guard let plain = ["n": "\n", "\"": "\"", "\\": "\\"][String(character)] else { return nil }
        result += plain
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return isEscaped ? nil : result
  }
}
