import Base
import Documents

/// Integrations of the layout `next`: `<name>` with one configuration, `<name>_configs` with a list of them.
enum NextIntegrations {
  private static let listSuffix = "_configs"
  private static let metrics = MappingSchema(
    Fields(.mapping(CommonFields.globalAutoscrape), "autoscrape"))

  /// The keys of each integration with the common ones.
  private static let schemas: [String: MappingSchema] = Dictionary(
    uniqueKeysWithValues: KnownIntegration.all.map { known in
      (
        known.name,
        MappingSchema(
          known.settings.fields, CommonFields.next(of: known), rules: known.settings.readingRules)
      )
    })

  static func read(
    _ written: [YAMLEntry], _ top: MappingReading, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    var entries: [IntegrationEntry] = []
    var autoscrape: YAMLNode?
    for entry in written {
      let place = path.key(reader.shownKey(entry))
      if entry.name == "metrics" {
        if entry.value.isNull { reader.warnEmpty(place, at: entry.key.position) }
        reader.read(entry.value, as: .mapping(metrics), at: place)
        autoscrape = entry.value["autoscrape"]
        continue
      }
      if let known = KnownIntegration.find(entry.name) {
        readOne(entry, known, place, &entries, &reader)
      } else if entry.name.hasSuffix(listSuffix),
        let known = KnownIntegration.find(String(entry.name.dropLast(listSuffix.count)))
      {
        readSeveral(entry, known, place, &entries, &reader)
      } else {
        refuseUnknown(entry, place, &reader)
      }
    }
    for entry in entries { IntegrationsReader.start(entry, &reader) }
    IntegrationRules.check(entries, &reader)
    AutoscrapeRules(top, global: autoscrape, reader).check(entries, &reader)
  }

  private static func readOne(
    _ entry: YAMLEntry, _ known: KnownIntegration, _ path: ConfigurationPath,
    _ entries: inout [IntegrationEntry],
    _ reader: inout SchemaReader
  ) {
    if let list = entry.value.sequence, list.isEmpty {
      let reading = MappingReading(node: entry.value, path: path, entries: [:])
      entries.append(IntegrationEntry(known: known, reading: reading, position: entry.key.position))
      return
    }
    guard entry.value.sequence == nil else {
      reader.refuse(
        "wrong-type", path, at: entry.value.position, "has to be a mapping, found a list",
        remedy: "write \(known.name)_configs for several, or one mapping")
      return
    }
    read(entry.value, known, path, entry.key.position, &entries, &reader)
  }

  private static func readSeveral(
    _ entry: YAMLEntry, _ known: KnownIntegration, _ path: ConfigurationPath,
    _ entries: inout [IntegrationEntry], _ reader: inout SchemaReader
  ) {
    guard !entry.value.isNull else { return reader.warnEmpty(path, at: entry.key.position) }
    guard let elements = entry.value.sequence else {
      reader.refuse(
        "wrong-type", path, at: entry.value.position, "has to be a list",
        remedy: "write a list, or one mapping under \(known.name)")
      return
    }
    for (index, element) in elements.enumerated() {
      read(element, known, path.element(index), element.position, &entries, &reader)
    }
  }

  private static func read(
    _ node: YAMLNode, _ known: KnownIntegration, _ path: ConfigurationPath, _ position: Position,
    _ entries: inout [IntegrationEntry], _ reader: inout SchemaReader
  ) {
    guard !node.isNull else { return reader.warnEmpty(path, at: position) }
    guard let schema = schemas[known.name] else { return }
    let policy = reader.unknownKeys
    reader.unknownKeys = known.isStrictInside ? .refused : .refusedAtTop
    defer { reader.unknownKeys = policy }
    guard let reading = reader.read(node, as: schema, at: path) else { return }
    entries.append(IntegrationEntry(known: known, reading: reading, position: position))
  }

  private static func refuseUnknown(
    _ entry: YAMLEntry, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    let isList = entry.name.hasSuffix(listSuffix)
    let suffix = isList ? listSuffix : ""
    let base = isList ? String(entry.name.dropLast(listSuffix.count)) : entry.name
    let classic = KnownIntegration.all.first { $0.classicName == base } ?? KnownIntegration.find(alias: base)
    if let classic {
      reader.refuse(
        "unknown-integration", path, at: entry.key.position,
        "is the older name of \(classic.name)", remedy: "write \(classic.name)\(suffix)")
    } else {
      let suggestion = KnownIntegration.nearest(to: base).map { ", did you mean \($0)\(suffix)?" } ?? ""
      reader.refuse(
        "unknown-integration", path, at: entry.key.position,
        "is no integration that the agent knows\(suggestion)",
        remedy:
          "write metrics, or one of \(KnownIntegration.all.map(\.name).sorted().joined(separator: ", "))")
    }
  }
}
