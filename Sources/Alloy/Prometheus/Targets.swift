import Base
import Documents

/// Where a component gets its targets from: other components and written addresses.
enum Targets {
  /// One of several sources, joined where there are more.
  static func joined(_ sources: [AlloyExpression]) -> AlloyExpression {
    switch sources.count {
    case 0: .list([])
    case 1: sources[0]
    default: .call(.path("array.concat"), sources)
    }
  }

  /// The addresses of `static_configs`, every one a list of its own as Alloy's converter writes them.
  static func written(_ settings: SettingReader) -> [AlloyExpression] {
    groups(settings).flatMap { group in
      group.targets.map { address in
        .list([.strings(group.labels.merging(["__address__": address]) { _, address in address })])
      }
    }
  }

  /// A target group: addresses that share labels.
  struct Group {
    let labels: [String: String]
    let targets: [String]
  }

  static func groups(_ settings: SettingReader) -> [Group] {
    settings.list("static_configs").map { group in
      Group(labels: group.textMap("labels") ?? [:], targets: group.texts("targets") ?? [])
    }
  }
}
