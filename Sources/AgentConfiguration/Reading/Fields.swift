/// The keys of a mapping with the kinds of their values.
struct Fields: Sendable {
  private(set) var kinds: [String: ValueKind]

  init(_ kinds: [String: ValueKind] = [:]) {
    self.kinds = kinds
  }

  /// Keys of one kind, separated by white space.
  init(_ kind: ValueKind, _ names: String) {
    self.init()
    for name in names.split(whereSeparator: \.isWhitespace) { kinds[String(name)] = kind }
  }

  /// Several lots of keys together; what comes later holds.
  static func all(_ parts: Fields...) -> Fields { joined(parts) }

  static func joined(_ parts: [Fields]) -> Fields {
    var all = Fields()
    for part in parts { all.kinds.merge(part.kinds) { _, new in new } }
    return all
  }
}

/// The shorthand of the schemas.
extension Fields {
  static func text(_ names: String) -> Fields { Fields(.text, names) }
  static func secret(_ names: String) -> Fields { Fields(.secret, names) }
  static func file(_ names: String) -> Fields { Fields(.file, names) }
  static func boolean(_ names: String) -> Fields { Fields(.boolean, names) }
  static func integer(_ names: String) -> Fields { Fields(.integer, names) }
  static func unsigned(_ names: String) -> Fields { Fields(.unsigned, names) }
  static func goDuration(_ names: String) -> Fields { Fields(.goDuration, names) }
  static func prometheusDuration(_ names: String) -> Fields { Fields(.prometheusDuration, names) }
  static func texts(_ names: String) -> Fields { Fields(.list(.text), names) }
  static func anything(_ names: String) -> Fields { Fields(.anything, names) }
}
