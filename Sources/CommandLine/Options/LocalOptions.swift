/// The options of commands that read a directory of this machine.
enum LocalOptions {
  static let settings = [
    AnySetting(Settings.secrets), AnySetting(Settings.timeout), AnySetting(Settings.allowedAddresses),
    AnySetting(Settings.catalogue), AnySetting(Settings.agentLayout),
    AnySetting(Settings.output), AnySetting(Settings.configuration), AnySetting(Settings.withoutColor),
    AnySetting(Settings.help),
  ]
}
