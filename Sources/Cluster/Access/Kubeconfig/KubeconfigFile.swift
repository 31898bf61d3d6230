import Base
import Platform

/// Reads what a kubeconfig has in itself or names a file for.
struct KubeconfigFile {
  let fields: KubeconfigFields
  let directory: String
  let files: ClusterFiles

  /// What `field-data` has in base64, or the file that `field` names. The data win, as with kubectl.
  /// - Parameter kind: what stands between `BEGIN` and the hyphens; of keys the end of it.
  func pem(_ field: String, of kind: String) -> [UInt8]? {
    let path = fields.text(field)
    let dataField = "\(field)-data"
    if fields.has(dataField) {
      return fields.bytes(dataField).flatMap { check($0, dataField, kind) }
    }
    guard let path, let bytes = read(path, field) else { return nil }
    return check(bytes, field, kind)
  }

  /// What stands in the file that a field names.
  func read(_ path: String, _ field: String) -> [UInt8]? {
    do throws(FileError) {
      return try files.read(ClusterFiles.resolve(path, in: directory))
    } catch {
      fields.add(field, "\(fields.path(field)): \(error.description)", remedy: nil)
      return nil
    }
  }

  private func check(_ bytes: [UInt8], _ field: String, _ kind: String) -> [UInt8]? {
    let isPEM = String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains {
      $0.hasPrefix("-----BEGIN ") && $0.dropFirst(11).contains("\(kind)-----")
    }
    if isPEM { return bytes }
    fields.add(
      field, "\(fields.path(field)) has no \(kind) in PEM", remedy: "it begins with -----BEGIN \(kind)-----")
    return nil
  }
}
