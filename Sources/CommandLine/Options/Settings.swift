/// All options of all commands, grouped by what they are about. The names are the same for arguments, environment and file.
enum Settings {
  static let help = Setting<Bool>(
    CommandOption(
      "help", letter: "h", .flag(negatable: false), in: .general, "show this help", isInFile: false),
    ValueReading.flag)

  static let configuration = Setting<String>(
    CommandOption(
      "config", .value("FILE"), in: .general,
      "YAML file with options by their long names; flags and environment come before it", completion: .files,
      isInFile: false),
    ValueReading.path)

  static let withoutColor = Setting<Bool>(
    CommandOption(
      "no-color", .flag(negatable: false), in: .general, "no colours on a terminal; NO_COLOR means the same"),
    ValueReading.flag)
}
