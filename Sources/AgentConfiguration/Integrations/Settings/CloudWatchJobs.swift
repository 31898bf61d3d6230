import Documents

/// Jobs of the integration cloudwatch (grafana/agent, cloudwatch_exporter/config.go; yet-another-cloudwatch-exporter,
/// pkg/config/config.go, Validate).
enum CloudWatchJobs {
  static let discovery = MappingSchema(
    common, .text("type"), Fields(.list(tag), "search_tags"), .texts("dimension_name_requirements"))

  static let fixed = MappingSchema(
    common, .text("name namespace"), Fields(.list(.mapping(MappingSchema(.text("name value")))), "dimensions")
  )

  private static let common: Fields = .all(
    .texts("regions"), .boolean("nil_to_zero"),
    Fields([
      "roles": .list(.mapping(MappingSchema(.text("role_arn external_id")))), "custom_tags": .list(tag),
      "metrics": .list(.mapping(metric)),
    ]))

  private static let tag = ValueKind.mapping(MappingSchema(.text("key value")))
  private static let metric = MappingSchema(
    .text("name"), .texts("statistics"), .goDuration("period length"), .boolean("nil_to_zero"))

  /// The exporter looks at the jobs when the integration starts; none at all is fine.
  static let check: MappingSchema.Rule = { reading, reader in
    let discovered = reading.value("discovery")?["jobs"]?.sequence ?? []
    for (index, job) in discovered.enumerated() where !job.isNull {
      let path = reading.path.key("discovery").key("jobs").element(index)
      checkType(job, path, &reader)
      checkCommon(job, path, &reader)
      require(["metrics"], job, path, &reader)
      checkMetrics(job, ["name", "statistics"], path, &reader)
    }
    for (index, job) in reading.elements("static").enumerated() {
      let path = reading.path.key("static").element(index)
      require(["name", "namespace"], job, path, &reader)
      checkCommon(job, path, &reader)
      checkMetrics(job, ["name"], path, &reader)
    }
    if discovered.isEmpty, reading.elements("static").isEmpty {
      reader.warn(
        "missing-key", reading.path.key("discovery"), at: reading.position("discovery"),
        "has no jobs, and static has none: the integration starts and collects nothing",
        remedy: "write jobs under discovery, or under static")
    }
    guard reading.filled("sts_region") == nil else { return }
    reader.warn(
      "missing-key", reading.path.key("sts_region"), at: reading.node.position,
      "is missing: the agent asks the global endpoint for its identity", remedy: "write sts_region")
  }

  private static func checkType(_ job: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader) {
    require(["type"], job, path, &reader)
    guard let type = job["type"]?.scalar, !type.text.isEmpty, !type.isNull,
      !CloudWatchServices.contains(type.text)
    else { return }
    reader.refuse(
      "invalid-value", path.key("type"), at: job.keyPosition("type"), "is no service that the exporter knows",
      remedy: "write a namespace such as AWS/EC2, or its short name such as ec2")
  }

  private static func checkCommon(_ job: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader) {
    require(["regions"], job, path, &reader)
    for (index, role) in (job["roles"]?.sequence ?? []).enumerated() {
      let place = path.key("roles").element(index)
      let id = role["external_id"]?.scalar?.text ?? ""
      if !id.isEmpty { require(["role_arn"], role, place, &reader) }
    }
  }

  private static func checkMetrics(
    _ job: YAMLNode, _ needed: [String], _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    for (index, metric) in (job["metrics"]?.sequence ?? []).enumerated() {
      require(needed, metric, path.key("metrics").element(index), &reader)
    }
  }

  private static func require(
    _ names: [String], _ node: YAMLNode, _ path: ConfigurationPath, _ reader: inout SchemaReader
  ) {
    let entries = (node.mapping ?? []).filter { !$0.value.isNull }
    let reading = MappingReading(
      node: node, path: path, entries: Dictionary(entries.map { ($0.name, $0) }) { one, _ in one })
    reader.require(names, reading)
  }
}
