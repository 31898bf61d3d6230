import Foundation

/// Texts that are compared whole with files beside the test: `Snapshots/NAME` in the test's own folder.
///
/// `SLUICE_RECORD_SNAPSHOTS=1 swift test --filter …` writes the files anew; look at what `git diff` then says.
public enum Snapshot {
  /// Nil where the text is as recorded; otherwise what differs first.
  public static func difference(_ text: String, from name: String, file: String = #filePath) -> String? {
    let path = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(
      "Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["SLUICE_RECORD_SNAPSHOTS"] == "1" {
      do {
        try FileManager.default.createDirectory(
          at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: path)
        return nil
      } catch {
        return "cannot record \(path.path): \(error)"
      }
    }
    guard let recorded = try? Data(contentsOf: path) else {
      return "there is no snapshot \(name); record it with SLUICE_RECORD_SNAPSHOTS=1"
    }
    return difference(text, String(decoding: recorded, as: UTF8.self))
  }

  private static func difference(_ text: String, _ recorded: String) -> String? {
    if Array(text.utf8) == Array(recorded.utf8) { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(lines, expected).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    let got = same < lines.count ? String(lines[same]) : "(the end)"
    let want = same < expected.count ? String(expected[same]) : "(the end)"
    return "line \(same + 1)\n  recorded: \(want)\n  now:      \(got)"
  }
}
