import Base
import Documents

/// Integrations of the layout `classic`: one of each at most, and only those run that are enabled.
enum ClassicIntegrations {
  private static let known = Dictionary(
    uniqueKeysWithValues: KnownIntegration.all.compactMap { known in
      known.classicName.map { ($0, known) }
    })

  private static let schemas = known.mapValues {
    MappingSchema($0.settings.fields, CommonFields.classic, rules: $0.settings.readingRules)
  }

  private static let manager = MappingSchema(CommonFields.manager)

  private static let names = (known.keys + manager.names).sorted()

  static func read(_ written: [YAMLEntry], _ path: ConfigurationPath, _ reader: inout SchemaReader) {
    for entry in written {
      let place = path.key(reader.shownKey(entry))
      if let kind = manager.fields[entry.name] {
        reader.read(entry.value, as: kind, at: place)
      } else if let known = known[entry.name], let schema = schemas[entry.name] {
        read(entry, known, schema, place, &reader)
      } else {
        refuseUnknown(entry, place, &reader)
      }
    }
  }

  private static func read(
    _ entry: YAMLEntry, _ known: KnownIntegration, _ schema: MappingSchema, _ path: ConfigurationPath,
    _ reader: inout SchemaReader
  ) {
    if entry.value.isNull { reader.warnEmpty(path, at: entry.key.position) }
    let policy = reader.unknownKeys
    reader.unknownKeys = .refusedAtTop
    defer { reader.unknownKeys = policy }
    guard let reading = reader.read(entry.value, as: schema, at: path), reading.flag("enabled") ?? false
    else {
      return
    }
    IntegrationsReader.start(
      IntegrationEntry(known: known, reading: reading, position: entry.key.position), &reader)
  }

  private static func refuseUnknown(
    _ entry: YAMLEntry, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    let suffix = "_configs"
    let base = entry.name.hasSuffix(suffix) ? String(entry.name.dropLast(suffix.count)) : entry.name
    guard let known = KnownIntegration.find(base) else {
      let suggestion = NearestName.suggestion(for: entry.name, among: names)
      reader.refuse(
        "unknown-integration", path, at: entry.key.position,
        "is no integration and no setting that the agent knows\(suggestion)",
        remedy: "write one of \(names.joined(separator: ", "))")
      return
    }
    reader.refuse(
      "unknown-integration", path, at: entry.key.position,
      "is a key of the layout next",
      remedy: known.classicName.map { "write \($0)" } ?? "run the agent with integrations-next"
    )
  }
}
