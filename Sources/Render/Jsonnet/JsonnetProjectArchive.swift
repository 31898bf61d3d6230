import Base
import Manifests
import Platform

/// Unpacks the archive of a Jsonnet project into memory.
enum JsonnetProjectArchive {
  /// Unpacked.
  static let sizeLimit = 32 << 20
  static let entryLimit = 10_000

  /// Files by their names; a single folder at the top, in which everything lies, is left out.
  static func files(in project: JsonnetProject) throws(ContentProblem) -> [String: [UInt8]] {
    let place = project.archive.location(.start)
    let field = "spec.jsonnetLib.gzipJsonnetProject"
    let remedy = "write what tar -cz PROJECT | base64 prints"
    guard let packed = Base64.decode(project.archive.text ?? "") else {
      throw ContentProblem(
        code: "invalid-base64", message: "\(field) is not base64", remedy: remedy, location: place)
    }
    let archive: [UInt8]
    do throws(Gzip.Failure) {
      archive = try Gzip.decompress(packed, limit: sizeLimit)
    } catch {
      throw ContentProblem(
        code: "invalid-gzip", message: "\(field) cannot be unpacked: \(error)", remedy: remedy,
        location: place)
    }
    do throws(TarArchive.Failure) {
      let files = try TarArchive.files(in: archive, limit: entryLimit)
      return unwrapped(Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { _, last in last }))
    } catch {
      throw ContentProblem(
        code: "invalid-archive", message: "\(field) cannot be unpacked: \(error)", remedy: remedy,
        location: place)
    }
  }

  private static func unwrapped(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
    let tops = Set(files.keys.map { $0.prefix { $0 != "/" } })
    guard tops.count == 1, let top = tops.first, files[String(top)] == nil else { return files }
    return Dictionary(
      files.map { (String($0.key.dropFirst(top.count + 1)), $0.value) },
      uniquingKeysWith: { first, _ in first })
  }
}
