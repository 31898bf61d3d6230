/// The options of commands that look into the state directory.
enum MemoryOptions {
  static let settings = [
    AnySetting(Settings.state), AnySetting(Settings.rememberedEnvironment), AnySetting(Settings.output),
    AnySetting(Settings.configuration), AnySetting(Settings.withoutColor), AnySetting(Settings.help),
  ]
}
