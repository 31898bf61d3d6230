internal import Platform

/// Files that cases are read from.
enum CaseFile {
  /// No case of a suite comes near it.
  private static let limit = 64 << 20

  static func bytes(_ path: String) throws(ConformanceSuite.Refusal) -> [UInt8] {
    do throws(FileError) {
      return try FileSystem.read(path, limit: limit)
    } catch {
      throw ConformanceSuite.Refusal(error.description)
    }
  }
}
