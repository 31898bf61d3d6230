import Base
import Glibc
import HTTPServer
import Reconcile
import Server

/// What the texts of options mean.
enum ValueReading {
  static let flag: Setting<Bool>.Reading = { text throws(InvalidValue) in
    switch text.lowercased() {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default: throw InvalidValue("must be true or false")
    }
  }

  /// A file or directory of this machine.
  static let path: Setting<String>.Reading = { text throws(InvalidValue) in
    if text.isEmpty { throw InvalidValue("is empty; write a path") }
    return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  /// The same from the root of the machine, for a directory that other programs are told of.
  static let absolutePath: Setting<String>.Reading = { text throws(InvalidValue) in
    let path = try path(text)
    if path.hasPrefix("/") { return path }
    guard let current = getcwd(nil, 0) else {
      throw InvalidValue(
        "is relative, and the current directory is not known; write a path that begins with /")
    }
    defer { free(current) }
    let directory = String(cString: current)
    let parts = path.split(separator: "/").filter { $0 != "." }
    return ([directory == "/" ? "" : directory] + parts.map(String.init)).joined(separator: "/")
  }

  /// What Git refuses is refused when the source is put together; this only catches what is no name at all.
  static let referenceName: Setting<String>.Reading = { text throws(InvalidValue) in
    if text.isEmpty { throw InvalidValue("is empty; write a name") }
    return text
  }

  /// A name that can be a directory and a part of a commit status' context.
  static let environmentName: Setting<String>.Reading = { text throws(InvalidValue) in
    guard EnvironmentName.isUsable(text) else { throw InvalidValue("is no name; \(EnvironmentName.rule)") }
    return text
  }

  static let secretName: Setting<SourceSettings.SecretName>.Reading = { text throws(InvalidValue) in
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else {
      throw InvalidValue("names no secret; write NAMESPACE/NAME")
    }
    return SourceSettings.SecretName(namespace: parts[0], name: parts[1])
  }

  static let listenAddress: Setting<ListenAddress>.Reading = { text throws(InvalidValue) in
    do throws(ListenAddressError) {
      return try ListenAddress.parse(text)
    } catch {
      throw InvalidValue("is no address: \(error.reason)")
    }
  }

  static func duration(atLeast minimum: Duration) -> Setting<Duration>.Reading {
    { text throws(InvalidValue) in
      guard let duration = GoDuration.parse(text) else {
        throw InvalidValue("is no duration; write for example 30s or 5m")
      }
      guard duration >= minimum else {
        throw InvalidValue("is too short; write \(GoDuration.format(minimum)) or more")
      }
      return duration
    }
  }

  static func wholeNumber(in range: ClosedRange<Int>) -> Setting<Int>.Reading {
    { text throws(InvalidValue) in
      guard let number = Int(text), range.contains(number) else {
        throw InvalidValue("is no whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ type: Choice.Type
  ) -> Setting<Choice>.Reading where Choice.RawValue == String {
    { text throws(InvalidValue) in
      if let choice = Choice(rawValue: text) { return choice }
      throw InvalidValue("is not known; write \(Sentence.choice(Choice.allCases.map(\.rawValue)))")
    }
  }
}
