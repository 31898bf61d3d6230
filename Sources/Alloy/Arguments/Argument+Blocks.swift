extension Argument {
  /// A block that is there where its settings are there, even if nothing of them needs writing.
  static func section(_ name: String, from source: String? = nil, _ arguments: [Argument]) -> Argument {
    Argument { settings in
      let section = settings.section(source ?? name)
      guard section.isPresent else { return [] }
      return [.block(AlloyBlock(name, arguments.body(section)))]
    }
  }

  /// A block that is there where something in it needs writing.
  static func block(_ name: String, from source: String? = nil, _ arguments: [Argument]) -> Argument {
    Argument { settings in
      let body = arguments.body(settings.section(source ?? name))
      return body.isEmpty ? [] : [.block(AlloyBlock(name, body))]
    }
  }

  /// A block whose arguments come from the same mapping as its neighbours.
  static func group(_ name: String, _ arguments: [Argument]) -> Argument {
    Argument { settings in
      let body = arguments.body(settings)
      return body.isEmpty ? [] : [.block(AlloyBlock(name, body))]
    }
  }

  /// A block that is always there.
  static func always(_ name: String, from source: String? = nil, _ arguments: [Argument]) -> Argument {
    Argument { settings in
      [.block(AlloyBlock(name, arguments.body(settings.section(source ?? name))))]
    }
  }

  /// A block for every mapping of a list.
  static func blocks(_ name: String, from source: String, _ arguments: [Argument]) -> Argument {
    Argument { settings in
      settings.list(source).map { .block(AlloyBlock(name, arguments.body($0))) }
    }
  }
}

// MARK: What is not carried over

extension Argument {
  /// Settings that Alloy has no place for: each one that is written is told.
  static func lost(_ keys: String..., because reason: String = "Alloy has no such setting") -> Argument {
    Argument { settings in
      for key in keys where settings.value(key) != nil {
        settings.findings.lose(
          "\(settings.path(of: key)) cannot be carried over: \(reason)", at: settings.position(of: key),
          remedy: "take it out, or convert with --bypass-errors to go without it")
      }
      return []
    }
  }

  /// A switch that Alloy has no place for; only one that is on is told.
  static func lostSwitch(_ keys: String..., because reason: String = "Alloy has no such setting") -> Argument {
    Argument { settings in
      for key in keys where settings.flag(key) == true {
        settings.findings.lose(
          "\(settings.path(of: key)) cannot be carried over: \(reason)", at: settings.position(of: key),
          remedy: "take it out, or convert with --bypass-errors to go without it")
      }
      return []
    }
  }

  /// Settings that Alloy does without, which changes little: each one that is written is told.
  static func dropped(_ keys: String..., because reason: String) -> Argument {
    Argument { settings in
      for key in keys where settings.value(key) != nil {
        settings.findings.warn("\(settings.path(of: key)) is left out: \(reason)", at: settings.position(of: key))
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
}
