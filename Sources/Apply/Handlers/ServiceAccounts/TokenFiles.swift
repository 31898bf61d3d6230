import Base
import Documents
import Grafana
import Platform

/// Where the values of tokens go: the directory that manifests take the values of Secrets from, as
/// `NAMESPACE/SECRET/token`, so that other manifests can name them.
public struct TokenFiles: Sendable {
  private let directory: String?
  /// The workspace's URL in its one spelling: two workspaces may have accounts of one name.
  let workspace: String
  let time: any TimeSource

  /// - Parameter directory: nil where none is given; then no token can be made.
  public init(directory: String?, workspace: String, time: any TimeSource) {
    self.directory = directory
    self.workspace = workspace
    self.time = time
  }

  static let key = "token"
  private static let recordName = ".sluice-token.json"
  private static let sizeLimit = 64 << 10

  /// The directory, or word of what to configure.
  func required(for account: String) throws(GrafanaError) -> String {
    if let directory { return directory }
    throw GrafanaError(
      kind: .refused, status: nil, call: "write tokens of \(account)",
      message:
        "there is no directory for the values of tokens; give one with --secrets DIR, or remove spec.tokens")
  }

  /// The records of an account by their Secrets, `NAMESPACE/SECRET`, whatever manifest they were made for.
  func records(of account: String) throws(GrafanaError) -> [String: TokenRecord] {
    guard let directory else { return [:] }
    var records: [String: TokenRecord] = [:]
    do throws(FileError) {
      for namespace in try Self.folders(in: directory) {
        for secret in try Self.folders(in: "\(directory)/\(namespace)") {
          let place = "\(namespace)/\(secret)"
          if let record = try read(place), record.workspace == workspace, record.account == account {
            records[place] = record
          }
        }
      }
    } catch {
      throw Self.failure(error)
    }
    return records
  }

  /// Whether the file with the value is there.
  func hasValue(_ place: String) throws(GrafanaError) -> Bool {
    guard let directory else { return false }
    do throws(FileError) {
      return try FileSystem.entry(at: "\(directory)/\(place)/\(Self.key)") != nil
    } catch {
      throw Self.failure(error)
    }
  }

  /// The record of a Secret, of whatever account.
  func record(at place: String) throws(GrafanaError) -> TokenRecord? {
    do throws(FileError) {
      return try read(place)
    } catch {
      throw Self.failure(error)
    }
  }

  func write(_ record: TokenRecord, to place: String) throws(GrafanaError) {
    try write(JSONWriter.bytes(record.json), Self.recordName, place, record.account)
  }

  func write(_ value: SecretValue, to place: String, of account: String) throws(GrafanaError) {
    try value.withBytes { bytes throws(GrafanaError) in try write(bytes, Self.key, place, account) }
  }

  /// Removes the value and the record, and the directory of the Secret where nothing else stands in it.
  func remove(_ place: String) throws(GrafanaError) {
    guard let directory else { return }
    let folder = "\(directory)/\(place)"
    do throws(FileError) {
      _ = try FileSystem.remove("\(folder)/\(Self.key)")
      _ = try FileSystem.remove("\(folder)/\(Self.recordName)")
      if try FileSystem.list(folder).isEmpty { _ = try FileSystem.removeEmptyDirectory(folder) }
    } catch {
      if error.cause != .missing { throw Self.failure(error) }
    }
  }

  private func write(
    _ bytes: [UInt8], _ name: String, _ place: String, _ account: String
  ) throws(GrafanaError) {
    let folder = "\(try required(for: account))/\(place)"
    do throws(FileError) {
      try FileSystem.makeDirectories(folder)
      try AtomicFile.write(bytes, to: "\(folder)/\(name)", mode: 0o600)
    } catch {
      throw Self.failure(error)
    }
  }

  private func read(_ place: String) throws(FileError) -> TokenRecord? {
    guard let directory else { return nil }
    let path = "\(directory)/\(place)/\(Self.recordName)"
    guard try FileSystem.entry(at: path)?.kind == .file else { return nil }
    let bytes = try FileSystem.read(path, limit: Self.sizeLimit, followingLinks: false)
    return (try? JSONParser.parse(bytes)).flatMap { TokenRecord($0) }
  }

  private static func folders(in path: String) throws(FileError) -> [String] {
    var folders: [String] = []
    guard try FileSystem.entry(at: path) != nil else { return [] }
    for name in try FileSystem.list(path)
    where try FileSystem.entry(at: "\(path)/\(name)")?.kind == .directory {
      folders.append(name)
    }
    return folders
  }

  private static func failure(_ error: FileError) -> GrafanaError {
    GrafanaError(
      kind: .refused, status: nil, call: "keep the values of tokens",
      message: "\(error); make the directory given by --secrets writable for sluice")
  }
}
