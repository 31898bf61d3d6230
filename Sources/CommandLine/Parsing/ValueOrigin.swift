import Base

/// Where a value of an option was given. Later cases give way to earlier ones.
enum ValueOrigin: Hashable, Sendable {
  /// On the command line; the option as it was spelled: `--output`, `-o`.
  case argument(String)
  case environment(String)
  case file(SourceLocation)

  /// 0 is the strongest.
  var rank: Int {
    switch self {
    case .argument: 0
    case .environment: 1
    case .file: 2
    }
  }

  /// How messages name the option: `--interval`, `SLUICE_INTERVAL`, `sluice.yaml:3: interval`.
  func name(of option: CommandOption) -> String {
    switch self {
    case .argument(let spelling): spelling
    case .environment(let name): name
    case .file(let location): "\(location.fileAndLine): \(option.name)"
    }
  }
}

/// A value as it was given.
struct GivenValue: Hashable, Sendable {
  let text: String
  let origin: ValueOrigin

  /// How messages name the value: `--interval 5x`, `SLUICE_INTERVAL=5x`, `sluice.yaml:3: interval: 5x`.
  func spelled(for option: CommandOption) -> String {
    let name = origin.name(of: option)
    guard option.showsValue else { return name }
    let shown = text.isEmpty ? "''" : text
    return switch origin {
    case .argument: option.takesValue ? "\(name) \(shown)" : "\(name)=\(shown)"
    case .environment: "\(name)=\(shown)"
    case .file: "\(name): \(shown)"
    }
  }
}
