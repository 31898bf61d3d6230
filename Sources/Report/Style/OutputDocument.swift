import Documents

/// A document for `-o json` and `-o yaml`.
public enum OutputDocument {
  /// Indented, with a line break at the end.
  public static func json(_ value: JSON) -> String { JSONWriter.string(value, style: .pretty) + "\n" }

  public static func yaml(_ value: JSON) -> String { YAMLWriter.string(value) }
}
