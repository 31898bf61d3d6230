import Base

/// `${NAME}` in the text of an agent's configuration, as `-config.expand-env` replaces it (drone/envsubst). Only what
/// the agent's manual shows is taken: a name, and a default after `:-`, `:=`, `-` or `=`. `$$` stands for one `$`.
struct EnvironmentExpansion {
  struct Refusal: Error {
    let problem: String
    let position: Position
  }

  private let variables: [String: String]
  /// Variables without a value and without a default, which stand for nothing, and where they were found.
  private(set) var missing: [(name: String, position: Position)] = []

  init(_ variables: [String: String]) {
    self.variables = variables
  }

  mutating func expanded(_ text: [UInt8]) throws(Refusal) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      guard text[index] == UInt8(ascii: "$"), index + 1 < text.count else {
        result.append(text[index])
        index += 1
        continue
      }
      if text[index + 1] == UInt8(ascii: "$") {
        result.append(text[index])
        index += 2
      } else if text[index + 1] == UInt8(ascii: "{") {
        guard let end = text[index...].firstIndex(of: UInt8(ascii: "}")) else {
          throw Refusal(problem: "the variable has no closing brace", position: place(index, in: text))
        }
        let inner = String(decoding: text[(index + 2)..<end], as: UTF8.self)
        if !inner.isEmpty, inner.allSatisfy({ $0.isASCII && $0.isNumber }) {
          // A group of a regular expression, which the agent puts back.
          result += text[index...end]
          index = end + 1
          continue
        }
        if variables[inner] == nil, inner.allSatisfy({ Self.isInName($0) }) {
          missing.append((inner, place(index, in: text)))
        }
        guard let value = value(inner) else {
          throw Refusal(
            problem: "only ${NAME} and ${NAME:-default} are expanded", position: place(index, in: text))
        }
        result += Array(value.utf8)
        index = end + 1
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// The value of what stands between the braces; nil for a form that is not taken.
  private func value(_ inner: String) -> String? {
    let name = inner.prefix { Self.isInName($0) }
    if name.isEmpty { return nil }
    let rest = inner.dropFirst(name.count)
    let found = variables[String(name)]
    if rest.isEmpty { return found ?? "" }
    for sign in [":-", ":="] where rest.hasPrefix(sign) {
      return found.flatMap { $0.isEmpty ? nil : $0 } ?? String(rest.dropFirst(2))
    }
    return rest.first == "-" || rest.first == "=" ? found ?? String(rest.dropFirst()) : nil
  }

  private static func isInName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  private func place(_ index: Int, in text: [UInt8]) -> Position {
    let before = text[..<index]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return Position(line: line, column: index - start + 1)
  }
}
