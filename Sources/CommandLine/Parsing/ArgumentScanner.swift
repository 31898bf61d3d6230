import Base

/// A piece of the command line.
enum ArgumentToken: Hashable, Sendable {
  case word(String)
  /// An option that some command has.
  case option(name: String, GivenValue)
  /// What is wrong with a piece, as a whole message.
  case problem(String)
}

/// Takes the arguments apart. It knows the options of all commands, so that options may stand before the command.
struct ArgumentScanner {
  private let options: [String: CommandOption]
  private let letters: [Character: CommandOption]
  private var rest: ArraySlice<String>
  private var tokens: [ArgumentToken] = []

  private init(_ arguments: [String], options: [CommandOption]) {
    self.options = Dictionary(options.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    letters = Dictionary(
      options.compactMap { option in option.letter.map { ($0, option) } },
      uniquingKeysWith: { first, _ in first })
    rest = arguments[...]
  }

  static func tokens(_ arguments: [String], options: [CommandOption]) -> [ArgumentToken] {
    var scanner = ArgumentScanner(arguments, options: options)
    scanner.scan()
    return scanner.tokens
  }

  private mutating func scan() {
    while let argument = rest.popFirst() {
      if argument == "--" {
        tokens += rest.map { .word($0) }
        return
      }
      if argument.hasPrefix("--") {
        scanLong(argument)
      } else if argument.hasPrefix("-"), argument.count > 1 {
        scanShort(argument)
      } else {
        tokens.append(.word(argument))
      }
    }
  }

  private mutating func scanLong(_ argument: String) {
    let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let value = parts.count > 1 ? String(parts[1]) : nil
    if let option = options[name] {
      take(option, spelling: "--\(name)", value)
    } else if name.hasPrefix("no-"), let option = options[String(name.dropFirst(3))], option.isNegatable {
      if let value {
        tokens.append(.problem("--\(name) takes no value, found \(value)"))
      } else {
        tokens.append(.option(name: option.name, GivenValue(text: "false", origin: .argument("--\(name)"))))
      }
    } else {
      refuse("--\(name)", hasValue: value != nil)
    }
  }

  private mutating func scanShort(_ argument: String) {
    let spelling = String(argument.prefix(2))
    guard let letter = spelling.last, let option = letters[letter] else {
      return refuse(argument, hasValue: true)
    }
    let value = argument.dropFirst(2)
    if value.isEmpty {
      take(option, spelling: spelling, nil)
    } else if option.takesValue {
      take(option, spelling: spelling, String(value.first == "=" ? value.dropFirst() : value))
    } else {
      refuse(argument, hasValue: true)
    }
  }

  private mutating func take(_ option: CommandOption, spelling: String, _ value: String?) {
    let origin = ValueOrigin.argument(spelling)
    guard option.takesValue else {
      tokens.append(.option(name: option.name, GivenValue(text: value ?? "true", origin: origin)))
      return
    }
    if let value {
      tokens.append(.option(name: option.name, GivenValue(text: value, origin: origin)))
    } else if let next = rest.first, !next.hasPrefix("--") {
      rest.removeFirst()
      tokens.append(.option(name: option.name, GivenValue(text: next, origin: origin)))
    } else {
      tokens.append(.problem("\(spelling) needs a value: \(spelling) \(option.placeholder)"))
    }
  }

  /// An unknown option; what was probably its value is not taken for a word.
  private mutating func refuse(_ spelling: String, hasValue: Bool) {
    let known = options.values.flatMap { option in
      (option.isNegatable ? ["--no-\(option.name)"] : []) + ["--\(option.name)"]
    }
    let nearest = spelling.hasPrefix("--") ? NearestName.find(spelling, among: known.sorted()) : nil
    tokens.append(.problem("unknown option \(spelling)" + (nearest.map { ", did you mean \($0)?" } ?? "")))
    let meant = nearest.flatMap { options[String($0.dropFirst(2))] }
    if !hasValue, meant?.takesValue ?? false, let next = rest.first, !next.hasPrefix("-") {
      rest.removeFirst()
    }
  }
}

extension CommandOption {
  /// What the help calls the value; empty for flags.
  var placeholder: String {
    switch form {
    case .flag: ""
    case .value(let name), .repeated(let name): name
    }
  }
}
