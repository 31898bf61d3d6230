/// What is in Git from the beginning to the end: what the objects lie in and name, and one object of each kind that is
/// listed only while one is wanted.
enum FaultSurroundings {
  static func files(of version: String) -> [String: String] {
    let kinds: [([String], [String: String])] = [
      (FaultSeat.allVersions, base), (FaultSeat.from9, alerting), (FaultSeat.from10, panel),
      (FaultSeat.newest, resource), (FaultSeat.legacyAlerting, channel),
    ]
    return kinds.filter { $0.0.contains(version) }.reduce(into: [:]) { files, kind in
      files.merge(kind.1) { first, _ in first }
    }
  }

  private static func object(_ name: String) -> FaultKind.Object {
    FaultKind.Object(name: name, generation: 1, version: "")
  }

  private static let base = [
    "team.yaml": Manifest.folder(), "attic.yaml": Manifest.folder("attic", title: "Attic"),
    "amp.yaml": Manifest.datasource("amp"),
    "home0.yaml": Manifest.dashboard("home0"), "home1.yaml": Manifest.dashboard("home1"),
  ]

  private static let alerting = [
    "base.yaml": NotificationManifest.contactPoint(
      NotificationManifest.mail(uid: "base"), named: "base", manifest: "base"),
    "nights.yaml": NotificationManifest.muteTiming(),
    "slack.yaml": NotificationManifest.template(),
    "quiet.yaml": FaultKind.ruleGroup(object("quiet")),
    "robot.yaml": FaultKind.account(object("robot")),
    "linked.yaml": FaultKind.links(object("linked")),
  ]

  private static let panel = ["shared.yaml": FaultKind.panel(object("shared"))]
  private static let resource = ["wall.yaml": FaultKind.dashboardResource(object("wall"))]
  private static let channel = ["mail.yaml": FaultKind.channel(object("mail"))]
}
