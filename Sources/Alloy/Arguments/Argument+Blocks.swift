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

  /// A block that is there where something in it differs from its default, and then has everything that is not
  /// empty: Alloy keeps the defaults of such blocks at their component. The arguments come from the same mapping as
  /// the block's neighbours.
  static func whole(_ name: String, _ arguments: [Argument]) -> Argument {
    Argument { settings in
      arguments.body(settings).isEmpty
        ? [] : [.block(AlloyBlock(name, arguments.flatMap { $0.filled(settings) }))]
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
