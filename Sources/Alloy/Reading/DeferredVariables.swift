/// `${NAME}` in the texts of a converted configuration, left to Alloy's own environment: `sys.env("NAME")`, where an agent
/// replaces it in its file before it reads it (grafana/alloy, docs/sources/reference/stdlib/sys.md and coalesce.md).
///
/// Taken are a name and a default behind it, the other forms of an agent are refused; `$$` stands for one `$`, and a name
/// of digits is a group of a regular expression and stays. Placeholders `$(NAME)`, which a pod's sidecar fills in, may be given.
public struct DeferredVariables: Sendable {
  private let placeholders: [String: String]

  /// - Parameter placeholders: what `$(NAME)` stands for; names that are not among them stay.
  public init(placeholders: [String: String] = [:]) { self.placeholders = placeholders }

  /// The configuration with every text looked through.
  public func expanded(_ configuration: AlloyConfiguration) -> AlloyConfiguration {
    AlloyConfiguration(configuration.statements.map { $0.mapStrings(names: plain, values: expression) })
  }

  /// A name of a member: it cannot be made of variables, which the conversion has refused before.
  private func plain(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    return pieces(of: text).map { if case .text(let part) = $0 { part } else { "" } }.joined()
  }

  private func expression(_ text: String) -> AlloyExpression {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return .string(text) }
    let parts = pieces(of: text).map(\.expression)
    guard let first = parts.first else { return .string("") }
    return parts.dropFirst().reduce(first) { .binary($0, "+", $1) }
  }

  private enum Piece {
    case text(String)
    case variable(VariableForm)

    var expression: AlloyExpression {
      switch self {
      case .text(let text): .string(text)
      case .variable(let form):
        form.standard.map { .call(.path("coalesce"), [Self.lookup(form.name), .string($0)]) }
          ?? Self.lookup(form.name)
      }
    }

    private static func lookup(_ name: String) -> AlloyExpression {
      .call(.path("sys.env"), [.string(name)])
    }
  }

  private func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      plain += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        plain += "$"
        rest = rest.dropFirst()
      } else if let form = VariableForm(rest) {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        pieces.append(.variable(form))
        rest = rest.dropFirst(form.length)
      } else if let (value, length) = placeholder(rest) {
        plain += value
        rest = rest.dropFirst(length)
      } else {
        plain += "$"
      }
    }
    plain += rest
    if !plain.isEmpty { pieces.append(.text(plain)) }
    return pieces
  }

  /// - Parameter rest: what follows the dollar.
  private func placeholder(_ rest: Substring) -> (value: String, length: Int)? {
    guard rest.first == "(", let end = rest.firstIndex(of: ")") else { return nil }
    let inner = rest[..<end].dropFirst()
    return placeholders[String(inner)].map { ($0, inner.count + 2) }
  }
}

/// What stands behind the dollar of a variable: `{NAME}` or `{NAME:-text}`.
struct VariableForm {
  let name: String
  /// What it stands for where it is empty.
  let standard: String?
  /// In characters, braces included.
  let length: Int

  /// - Parameter rest: what follows a dollar; nil for what is no variable.
  init?(_ rest: Substring) {
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
    let inner = rest[..<end].dropFirst()
    let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    // A group of a regular expression, which the agent puts back.
    guard !name.isEmpty, !name.allSatisfy(\.isNumber) else { return nil }
    let tail = inner.dropFirst(name.count)
    if tail.isEmpty {
      standard = nil
    } else if let sign = [":-", ":=", "="].first(where: { tail.hasPrefix($0) }), !tail.contains("${") {
      standard = String(tail.dropFirst(sign.count))
    } else {
      return nil
    }
    self.name = String(name)
    length = inner.count + 2
  }

  /// Whether braces behind a dollar are something else than a variable that is taken, or a group.
  static func isOther(_ rest: Substring) -> Bool {
    guard rest.first == "{" else { return false }
    if VariableForm(rest) != nil { return false }
    let inner = rest.dropFirst().prefix { $0 != "}" }
    return inner.isEmpty || !inner.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
