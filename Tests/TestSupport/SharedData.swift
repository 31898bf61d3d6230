import Foundation

/// Finds the conformance data and recordings that live beside the project. A user's clone does not have them;
/// suites that need them are enabled by `isPresent` and say so when they are skipped.
public enum SharedData {
  /// The project's root: the folder that holds `Package.swift`.
  public static let projectRoot: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// The bytes of a file of the project.
  public static func projectFile(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: projectRoot + "/" + relative)))
  }

  /// The path of a file or folder below `../shared/data`.
  public static func path(_ relative: String) -> String {
    URL(fileURLWithPath: projectRoot).deletingLastPathComponent()
      .appendingPathComponent("shared/data/" + relative).path
  }

  /// Whether a file or folder below `../shared/data` is there.
  public static func isPresent(_ relative: String) -> Bool {
    FileManager.default.fileExists(atPath: path(relative))
  }

  /// The bytes of a file below `../shared/data`.
  public static func bytes(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(relative))))
  }

  /// Names in a folder below `../shared/data`, sorted.
  public static func names(in relative: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(relative)).sorted()
  }
}
