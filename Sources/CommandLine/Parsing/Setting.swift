/// Why a text is no value of an option, as the rest of a sentence: `is no duration; write for example 30s`.
struct InvalidValue: Error, Hashable, Sendable {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}

/// An option together with what its values mean.
struct Setting<Value: Sendable>: Sendable {
  typealias Reading = @Sendable (String) throws(InvalidValue) -> Value

  let option: CommandOption
  let read: Reading

  init(_ option: CommandOption, _ read: @escaping Reading) {
    self.option = option
    self.read = read
  }
}

/// A setting of any type, for lists of them.
struct AnySetting: Sendable {
  let option: CommandOption
  /// Why a text is no value; nil where it is one.
  let problem: @Sendable (String) -> InvalidValue?

  init<Value>(_ setting: Setting<Value>) {
    option = setting.option
    problem = { text in
      do throws(InvalidValue) {
        _ = try setting.read(text)
        return nil
      } catch {
        return error
      }
    }
  }
}
