import Documents

/// What has no place in Alloy.
extension Argument {
  /// Settings that Alloy has no place for: each one that is written is told.
  static func lost(_ keys: String..., because reason: String = "Alloy has no such setting") -> Argument {
    Argument { settings in
      for key in keys where settings.value(key) != nil { tellLost(key, reason, settings) }
      return []
    }
  }

  /// A switch that Alloy has no place for; only one that is on is told.
  static func lostSwitch(_ keys: String..., because reason: String = "Alloy has no such setting") -> Argument
  {
    Argument { settings in
      for key in keys where settings.flag(key) == true { tellLost(key, reason, settings) }
      return []
    }
  }

  /// Settings that Alloy does without, which changes little: each one that is written is told.
  static func dropped(_ keys: String..., because reason: String) -> Argument {
    Argument { settings in
      for key in keys where settings.value(key) != nil {
        settings.findings.warn(
          "\(settings.path(of: key)) is left out: \(reason)", at: settings.position(of: key))
      }
      return []
    }
  }

  /// Settings that are dealt with elsewhere.
  static func known(_ keys: String...) -> Argument {
    Argument { settings in
      for key in keys { _ = settings.value(key) }
      return []
    }
  }

  /// A value that Alloy has no place for; only one other than the agent's default is told.
  static func lost<Value: Equatable & Sendable>(
    _ key: String, unless usual: Value, read: @escaping @Sendable (SettingReader, String) -> Value?
  ) -> Argument {
    Argument { settings in
      if let value = read(settings, key), value != usual {
        tellLost(key, "Alloy has no such setting", settings)
      }
      return []
    }
  }

  static func lost(_ key: String, unless usual: Duration) -> Argument {
    lost(key, unless: usual) { $0.duration($1) }
  }

  /// The same argument, told where it says something: Alloy's own converter does not take it.
  /// - Parameter key: of the setting that it comes from.
  func carriedFurther(_ key: String, because reason: String) -> Argument {
    Argument { settings in
      let statements = self.statements(settings)
      let isKept = settings.value(key)?.scalar.map { DeferredVariableCheck.hasVariable($0.text) } ?? false
      if !statements.isEmpty || isKept {
        settings.findings.carryFurther(
          settings.path(of: key), at: settings.position(of: key), because: reason)
      }
      return statements
    }
  }

  private static func tellLost(_ key: String, _ reason: String, _ settings: SettingReader) {
    settings.findings.lose(
      "\(settings.path(of: key)) cannot be carried over: \(reason)", at: settings.position(of: key),
      remedy: "take it out, or convert with --bypass-errors to go without it")
  }
}
