import Base
import Documents
import Grafana
import Platform

/// Where the values of tokens go: the directory that manifests take the values of Secrets from, as
/// `NAMESPACE/SECRET/token`, so that other manifests can name them.
public struct TokenFiles: Sendable {
  private let directory: String?
  private let environment: String
  /// The workspace's URL in its one spelling.
  private let workspace: String
  let time: any TimeSource

  /// - Parameter directory: nil where none is given; then no token can be made.
  public init(directory: String?, environment: String, workspace: String, time: any TimeSource) {
    self.directory = directory
    self.environment = environment
    self.workspace = workspace
    self.time = time
  }

  static let key = "token"
  static let recordName = ".sluice-token.json"
  private static let sizeLimit = 64 << 10

  var isConfigured: Bool { directory != nil }

  func owner(_ account: String, of manifest: ObjectReference?) -> TokenOwner {
    TokenOwner(
      environment: environment, workspace: workspace, account: account, manifest: manifest?.description ?? "")
  }

  /// All records of the directory by their Secrets, `NAMESPACE/SECRET`, of whatever owner.
  func records() throws(GrafanaError) -> [String: TokenRecord] {
    guard let directory else { return [:] }
    var records: [String: TokenRecord] = [:]
    do throws(FileError) {
      for namespace in try Self.folders(in: directory) {
        for secret in try Self.folders(in: "\(directory)/\(namespace)") {
          let place = "\(namespace)/\(secret)"
          if case .record(let record) = try read(place) { records[place] = record }
        }
      }
    } catch {
      throw Self.failure(error)
    }
    return records
  }

  /// What is known of the place of a token.
  func standing(of place: String) throws(GrafanaError) -> TokenPlan.Standing {
    let hasValue = try hasValue(place)
    do throws(FileError) {
      switch try read(place) {
      case .nothing: return TokenPlan.Standing(hasValue: hasValue)
      case .unreadable: return TokenPlan.Standing(isUnreadable: true, hasValue: hasValue)
      case .record(let record): return TokenPlan.Standing(record: record, hasValue: hasValue)
      }
    } catch {
      throw Self.failure(error)
    }
  }

  /// Whether the file with the value is there.
  private func hasValue(_ place: String) throws(GrafanaError) -> Bool {
    guard let directory else { return false }
    do throws(FileError) {
      return try FileSystem.entry(at: "\(directory)/\(place)/\(Self.key)") != nil
    } catch {
      throw Self.failure(error)
    }
  }

  func write(_ record: TokenRecord, to place: String) throws(GrafanaError) {
    try write(JSONWriter.bytes(record.json), Self.recordName, place)
  }

  func write(_ value: SecretValue, to place: String) throws(GrafanaError) {
    try value.withBytes { bytes throws(GrafanaError) in try write(bytes, Self.key, place) }
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

  /// Nothing is written without a directory: the plan names that as an obstacle.
  private func write(_ bytes: [UInt8], _ name: String, _ place: String) throws(GrafanaError) {
    guard let directory else { return }
    let folder = "\(directory)/\(place)"
    do throws(FileError) {
      try FileSystem.makeDirectories(folder)
      try AtomicFile.write(bytes, to: "\(folder)/\(name)", mode: 0o600)
    } catch {
      throw Self.failure(error)
    }
  }

  private enum Reading {
    case nothing
    /// There is something that is no record.
    case unreadable
    case record(TokenRecord)
  }

  private func read(_ place: String) throws(FileError) -> Reading {
    guard let directory else { return .nothing }
    let path = "\(directory)/\(place)/\(Self.recordName)"
    guard let entry = try FileSystem.entry(at: path) else { return .nothing }
    guard entry.kind == .file else { return .unreadable }
    let bytes = try FileSystem.read(path, limit: Self.sizeLimit, followingLinks: false)
    return (try? JSONParser.parse(bytes)).flatMap { TokenRecord($0) }.map { .record($0) } ?? .unreadable
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
