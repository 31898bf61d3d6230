/// The options that `run`, `apply` and `plan` have in common. All three take all of them, so that one command line, or
/// one file, serves each.
enum EnvironmentSettingList {
  static let settings = [
    AnySetting(Settings.url), AnySetting(Settings.branch), AnySetting(Settings.tag),
    AnySetting(Settings.commit),
    AnySetting(Settings.path), AnySetting(Settings.interval), AnySetting(Settings.sources),
    AnySetting(Settings.environment), AnySetting(Settings.gitSecret), AnySetting(Settings.statusSecret),
    AnySetting(Settings.statusTargetURL), AnySetting(Settings.secrets), AnySetting(Settings.timeout),
    AnySetting(Settings.allowedAddresses), AnySetting(Settings.catalogue), AnySetting(Settings.state),
    AnySetting(Settings.agentOutput), AnySetting(Settings.agentLayout),
    AnySetting(Settings.agentCluster), AnySetting(Settings.agentContext),
    AnySetting(Settings.allowPrune), AnySetting(Settings.pruneLimitShare),
    AnySetting(Settings.pruneLimitCount), AnySetting(Settings.forgottenWorkspaces),
    AnySetting(Settings.listen), AnySetting(Settings.output), AnySetting(Settings.details),
    AnySetting(Settings.logFormat), AnySetting(Settings.logLevel), AnySetting(Settings.withoutColor),
    AnySetting(Settings.configuration), AnySetting(Settings.help),
  ]

  static let exclusions = [
    CommandDescription.Exclusion(
      alternatives: [["branch"], ["tag"], ["commit"]], advice: "name one thing to follow"),
    CommandDescription.Exclusion(
      alternatives: [["sources"], ["url", "branch", "tag", "commit", "path", "interval", "git-secret"]],
      advice: "the file of --sources says all of that"),
  ]

  static let requirements = [
    CommandDescription.Requirement(
      anyOf: ["url", "sources"],
      advice: "give the URL of a repository, or a file with GitRepository and Kustomization documents")
  ]
}
