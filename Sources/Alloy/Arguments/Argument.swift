import Base

/// One argument of a component: which setting it comes from, what it is where nothing is written, and when Alloy does
/// not need it.
///
/// Alloy's converter writes an argument where it is required or differs from the default (grafana/alloy,
/// syntax/token/builder). Where the agent and Alloy have different defaults, `given` is the agent's and `omitted`
/// is Alloy's.
struct Argument: Sendable {
  /// The statements that a mapping of settings gives: none where the argument is left out.
  let statements: @Sendable (SettingReader) -> [AlloyStatement]
  /// The statements inside of a block that has no defaults of its own: none where the value is empty.
  let filled: @Sendable (SettingReader) -> [AlloyStatement]

  init(
    _ statements: @escaping @Sendable (SettingReader) -> [AlloyStatement],
    filled: (@Sendable (SettingReader) -> [AlloyStatement])? = nil
  ) {
    self.statements = statements
    self.filled = filled ?? statements
  }
}

extension [Argument] {
  /// The body of a component or block.
  func body(_ settings: SettingReader) -> [AlloyStatement] {
    flatMap { $0.statements(settings) }
  }
}

// MARK: Attributes

extension Argument {
  private static func attribute<Value: Equatable & Sendable>(
    _ name: String, from source: String?, given: Value, omitted: Value?, empty: Value,
    read: @escaping @Sendable (SettingReader, String) -> Value?,
    write: @escaping @Sendable (Value) -> AlloyExpression
  ) -> Argument {
    let key = source ?? name
    return Argument(
      { settings in
        let value = read(settings, key) ?? given
        return value == omitted ? [] : [.attribute(name, write(value))]
      },
      filled: { settings in
        let value = read(settings, key) ?? given
        return value == empty ? [] : [.attribute(name, write(value))]
      })
  }

  static func text(
    _ name: String, from source: String? = nil, given: String = "", omitted: String? = nil
  ) -> Argument {
    attribute(
      name, from: source, given: given, omitted: omitted ?? given, empty: "", read: { $0.text($1) },
      write: { .string($0) })
  }

  static func flag(
    _ name: String, from source: String? = nil, given: Bool = false, omitted: Bool? = nil
  ) -> Argument {
    attribute(
      name, from: source, given: given, omitted: omitted ?? given, empty: false, read: { $0.flag($1) },
      write: { .boolean($0) })
  }

  static func integer(
    _ name: String, from source: String? = nil, given: Int = 0, omitted: Int? = nil
  ) -> Argument {
    attribute(
      name, from: source, given: given, omitted: omitted ?? given, empty: 0, read: { $0.integer($1) },
      write: { .integer($0) })
  }

  static func number(
    _ name: String, from source: String? = nil, given: String = "0", omitted: String? = nil
  ) -> Argument {
    attribute(
      name, from: source, given: given, omitted: omitted ?? given, empty: "0", read: { $0.number($1) },
      write: { .signed($0) })
  }

  static func duration(
    _ name: String, from source: String? = nil, given: Duration = .zero, omitted: Duration? = nil
  ) -> Argument {
    attribute(
      name, from: source, given: given, omitted: omitted ?? given, empty: .zero, read: { $0.duration($1) },
      write: { .string(GoText.duration($0)) })
  }

  /// A number of bytes.
  static func bytes(
    _ name: String, from source: String? = nil, given: Int = 0, omitted: Int? = nil
  ) -> Argument {
    attribute(
      name, from: source, given: given, omitted: omitted ?? given, empty: 0, read: { $0.bytes($1) },
      write: { .string(GoText.bytes($0)) })
  }

  /// A list of texts. An empty one that is written is kept, as it may stand for none where the default is some.
  static func texts(
    _ name: String, from source: String? = nil, given: [String]? = nil, omitted: [String]? = nil
  ) -> Argument {
    Argument(
      { settings in
        guard let value = settings.texts(source ?? name) ?? given else { return [] }
        return value == omitted ?? given ? [] : [.attribute(name, .strings(value))]
      },
      filled: { settings in
        (settings.texts(source ?? name) ?? given).map { [.attribute(name, .strings($0))] } ?? []
      })
  }

  /// A text of words between commas, which is a list in Alloy.
  static func commaTexts(_ name: String, from source: String? = nil, given: String = "") -> Argument {
    Argument { settings in
      let value = settings.text(source ?? name) ?? given
      if value == given { return [] }
      let words = value.isEmpty ? [] : value.split(separator: ",", omittingEmptySubsequences: false)
      return [.attribute(name, .strings(words.map(String.init)))]
    }
  }

  static func textMap(_ name: String, from source: String? = nil) -> Argument {
    Argument { settings in
      settings.textMap(source ?? name).map { [.attribute(name, .strings($0))] } ?? []
    }
  }

  /// Texts to lists of texts.
  static func textListMap(_ name: String, from source: String? = nil) -> Argument {
    Argument { settings in
      settings.textListMap(source ?? name).map { [.attribute(name, .textLists($0))] } ?? []
    }
  }

  /// An argument that does not come from the settings.
  static func fixed(_ name: String, _ value: AlloyExpression) -> Argument {
    Argument { _ in [.attribute(name, value)] }
  }

  /// The argument is always written: Alloy requires it, and so does the program whose configuration is converted.
  static func required(_ kind: RequiredKind, _ name: String, from source: String? = nil) -> Argument {
    let written = kept(kind, name, from: source)
    return Argument { settings in
      settings.require(source ?? name)
      return written.statements(settings)
    }
  }

  /// The argument is written even where it is absent: Alloy requires it, and the program does without.
  static func kept(_ kind: RequiredKind, _ name: String, from source: String? = nil) -> Argument {
    Argument { settings in
      let source = source ?? name
      let value: AlloyExpression =
        switch kind {
        case .text: .string(settings.text(source) ?? "")
        case .texts: .strings(settings.texts(source) ?? [])
        case .integer: .integer(settings.integer(source) ?? 0)
        case .number: .signed(settings.number(source) ?? "0")
        case .flag: .boolean(settings.flag(source) ?? false)
        case .duration: .string(GoText.duration(settings.duration(source) ?? .zero))
        }
      return [.attribute(name, value)]
    }
  }

  enum RequiredKind {
    case text, texts, integer, number, flag, duration
  }
}

extension AlloyExpression {
  static func textLists(_ lists: [String: [String]]) -> AlloyExpression {
    .object(
      lists.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { AlloyField($0.key, .strings($0.value)) })
  }
}
