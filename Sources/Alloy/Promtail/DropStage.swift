import Base
import Documents

/// The stage that drops lines: several sources are one text in Alloy.
enum DropStage {
  static func statements(_ settings: SettingReader) -> [AlloyStatement] {
    let arguments: [Argument] = [
      .text("drop_counter_reason"), source, .text("value"), .text("separator"), .text("expression"),
      .duration("older_than"), .bytes("longer_than"),
    ]
    return [.block(AlloyBlock("stage.drop", arguments.body(settings)))]
  }

  private static let source = Argument { settings in
    guard let value = settings.value("source") else { return [] }
    let names = value.sequence == nil ? settings.text("source").map { [$0] } : settings.texts("source")
    let text = (names ?? []).joined(separator: ",")
    return text.isEmpty ? [] : [.attribute("source", .string(text))]
  }
}
