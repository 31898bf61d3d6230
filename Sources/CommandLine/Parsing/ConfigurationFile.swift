import Base
import Documents

/// The file of `--config`: a YAML mapping whose keys are the long names of options.
struct ConfigurationFile {
  private(set) var values: [String: [GivenValue]] = [:]
  /// Each a whole message.
  private(set) var problems: [String] = []
  private let path: String

  /// Larger files are refused.
  static let sizeLimit = 1 << 20

  /// - Parameter options: of all commands, so that one file serves them all.
  init(_ bytes: [UInt8], path: String, options: [CommandOption]) {
    self.path = path
    let documents: [YAMLDocument]
    do throws(YAMLSyntaxError) {
      documents = try YAMLParser.documents(in: bytes)
    } catch {
      problems.append(
        "\(path):\(error.position.line):\(error.position.column): the file is not YAML: \(error.message)")
      return
    }
    guard let root = documents.first?.root, !root.isNull else { return }
    if documents.count > 1 {
      refuse(documents[1].position, "a configuration file has one document")
    }
    guard let entries = root.mapping else {
      refuse(root.position, "must be a mapping of options, found \(root.json.typeName)")
      return
    }
    let known = Dictionary(
      options.filter(\.isInFile).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries {
      guard let option = known[entry.name] else {
        let suggestion = NearestName.suggestion(for: entry.name, among: known.keys.sorted())
        refuse(entry.key.position, "unknown option \(entry.name)\(suggestion)")
        continue
      }
      read(entry.value, option, at: entry.key.position)
    }
  }

  private mutating func read(_ node: YAMLNode, _ option: CommandOption, at position: Position) {
    if node.isNull { return }
    let elements = option.isRepeated ? node.sequence ?? [node] : [node]
    let origin = ValueOrigin.file(SourceLocation(file: path, position: position))
    var given: [GivenValue] = []
    for element in elements {
      guard let scalar = element.scalar, let text = Self.text(scalar, option) else {
        let wanted =
          option.takesValue ? "one value" + (option.isRepeated ? " or a list of them" : "") : "true or false"
        refuse(element.position, "\(option.name) must be \(wanted), found \(element.json.typeName)")
        continue
      }
      given.append(GivenValue(text: text, origin: origin))
    }
    if !given.isEmpty { values[option.name] = given }
  }

  /// What the scalar says as an argument of the option would: as it is written, as `12.40` and `0644` lose something else.
  private static func text(_ scalar: YAMLScalar, _ option: CommandOption) -> String? {
    if option.takesValue { return scalar.text }
    if case .bool(let flag) = scalar.resolved { return String(flag) }
    return nil
  }

  private mutating func refuse(_ position: Position, _ message: String) {
    problems.append("\(path):\(position.line):\(position.column): \(message)")
  }
}
