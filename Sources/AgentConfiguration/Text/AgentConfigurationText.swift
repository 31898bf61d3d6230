import Base
import Documents

/// The text of a configuration as an agent reads it: UTF-16 as UTF-8, and every `${NAME}` replaced. It knows where each
/// of its places stood in the file.
public struct AgentConfigurationText: Sendable {
  /// Variables that cannot be replaced, which makes an agent refuse the file.
  public struct Refusal: Error, Hashable, Sendable {
    /// What is wrong, without a value of any variable.
    public let problem: String
    /// The place in the file.
    public let position: Position
  }

  /// A variable that has no value and no default, so that nothing stands in its place.
  public struct UnsetVariable: Hashable, Sendable {
    public let name: String
    /// Where the file names it first.
    public let position: Position
  }

  /// How much YAML is read, the same for all who read a configuration of an agent.
  public static let limits = YAMLParser.Limits(
    bytes: AgentConfigurationCheck.byteLimit, nodes: 8_000_000, depth: 512)

  /// The variables that stand for nothing though they have no default, by name, in the order of the file.
  public let unsetVariables: [UnsetVariable]
  private let text: ExpandedText

  /// - Parameter environment: looks up a variable; nil where the agent runs without `-config.expand-env`.
  public init(
    _ bytes: [UInt8], environment: AgentConfigurationCheck.Environment?
  ) throws(Refusal) {
    let read = UTF16Text.utf8(of: bytes) ?? bytes
    guard let environment else {
      text = ExpandedText(unchanged: read)
      unsetVariables = []
      return
    }
    do throws(EnvironmentError) {
      let expanded = try EnvironmentExpansion(read, lookup: environment).expanded()
      unsetVariables = Self.unset(in: expanded, of: read, environment)
      text = expanded
    } catch {
      throw Refusal(
        problem: error.problem,
        position: ExpandedText(unchanged: read).position(ofOriginal: error.offset))
    }
  }

  public var bytes: [UInt8] { text.bytes }

  /// Where a place of the expanded text stood in the file.
  public func original(_ position: Position) -> Position { text.original(position) }

  /// Whether anything from one place of the expanded text up to another is the value of a variable, which may be secret.
  public func isSubstituted(from start: Position, to end: Position) -> Bool {
    text.isSubstituted(from: start, to: end)
  }

  /// `${NAME}` without a value: by itself, or as the default of another where nothing came of it.
  private static func unset(
    in text: ExpandedText, of original: [UInt8], _ environment: AgentConfigurationCheck.Environment
  ) -> [UnsetVariable] {
    var known: Set<String> = []
    var found: [UnsetVariable] = []
    for substitution in text.substitutions where substitution.length == 0 {
      for (name, offset) in names(in: original[substitution.original])
      where environment(name) == nil && known.insert(name).inserted {
        found.append(UnsetVariable(name: name, position: text.position(ofOriginal: offset)))
      }
    }
    return found
  }

  /// The names that stand in braces with nothing behind them, and where each `${` is.
  private static func names(in text: ArraySlice<UInt8>) -> [(name: String, offset: Int)] {
    var names: [(name: String, offset: Int)] = []
    for index in text.indices where text[index...].starts(with: "${".utf8) {
      let rest = text[(index + 2)...]
      guard let end = rest.firstIndex(where: { !isInName($0) }), end > rest.startIndex,
        text[end] == UInt8(ascii: "}")
      else { continue }
      names.append((String(decoding: rest[..<end], as: UTF8.self), index))
    }
    return names
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || byte >= 0x30 && byte <= 0x39
      || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }
}
