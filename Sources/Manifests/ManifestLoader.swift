import Base
import Synchronization

/// Which kinds a file is read for. All others are foreign to it.
public enum ManifestVocabulary: Hashable, Sendable {
  /// What is to be: Grafana's and the agent's kinds, and the values that they refer to.
  case objects
  /// Where that is written: Flux's `GitRepository` and `Kustomization`.
  case sources
}

/// How manifests are read, whatever they say.
public struct LoaderSettings: Hashable, Sendable {
  /// For manifests that name no namespace.
  public var defaultNamespace: String
  /// Overrides what manifests name, as Flux's `targetNamespace` does.
  public var targetNamespace: String?
  /// Larger files are refused.
  public var fileSizeLimit: Int
  public var vocabulary: ManifestVocabulary

  public init(
    defaultNamespace: String = "default", targetNamespace: String? = nil, fileSizeLimit: Int = 16 << 20,
    vocabulary: ManifestVocabulary = .objects
  ) {
    self.defaultNamespace = defaultNamespace
    self.targetNamespace = targetNamespace
    self.fileSizeLimit = fileSizeLimit
    self.vocabulary = vocabulary
  }
}

/// How many files are parsed at once. More would only hold more of them in memory.
private let parallelReads = 2

/// Reads the manifests below a folder of a tree, some files at a time, so that no more than these are in memory at
/// once. Files that have not changed since the last time are not read again.
public final class ManifestLoader<Item: ManifestItem>: Sendable {
  /// Turns an object into what is kept of it, and tells what else is wrong with it.
  public typealias Transform = @Sendable (ManifestObject) -> (item: Item, diagnostics: [Diagnostic])

  public let settings: LoaderSettings
  private let transform: Transform
  private let readings = Mutex<[TreeFile: FileReading<Item>]>([:])

  public init(settings: LoaderSettings, transform: @escaping Transform) {
    self.settings = settings
    self.transform = transform
  }

  /// All that the files `*.yaml` and `*.yml` below the path declare.
  public func load(_ tree: any SourceTree, path: String) async throws(SourceTreeError) -> ManifestSet<Item> {
    let files = try await tree.files(below: path).filter {
      $0.path.hasSuffix(".yaml") || $0.path.hasSuffix(".yml")
    }
    var known = readings.withLock { $0 }
    var read: [TreeFile: FileReading<Item>] = [:]
    var changed: [TreeFile] = []
    for file in files {
      if let reading = known.removeValue(forKey: file) {
        read[file] = reading
      } else {
        changed.append(file)
      }
    }
    try await read.merge(self.read(changed, in: tree)) { _, new in new }
    // A file that was refused may be readable the next time, with the same content.
    readings.withLock { $0 = read.filter { !$0.value.isRefused } }
    return ManifestSet(files.compactMap { read[$0] }, files: files)
  }

  private func read(
    _ files: [TreeFile], in tree: any SourceTree
  ) async throws(SourceTreeError) -> [TreeFile: FileReading<Item>] {
    let lanes = await withTaskGroup(of: Lane.self) { group in
      for start in 0..<min(parallelReads, files.count) {
        group.addTask { [self] in
          await lane(of: stride(from: start, to: files.count, by: parallelReads).map { files[$0] }, in: tree)
        }
      }
      var lanes: [Lane] = []
      for await lane in group { lanes.append(lane) }
      return lanes
    }
    var readings: [TreeFile: FileReading<Item>] = [:]
    for lane in lanes {
      if let failure = lane.failure { throw failure }
      readings.merge(lane.readings) { _, new in new }
    }
    return readings
  }

  /// What one of the tasks has read, up to what ended it.
  private struct Lane: Sendable {
    var readings: [TreeFile: FileReading<Item>] = [:]
    var failure: SourceTreeError?
  }

  /// Not a result of each file from a closure: Swift 6.3 makes a program of that which crashes when it is optimized.
  private func lane(of files: [TreeFile], in tree: any SourceTree) async -> Lane {
    var lane = Lane()
    do throws(SourceTreeError) {
      for file in files { lane.readings[file] = try await read(file, in: tree) }
    } catch {
      lane.failure = error
    }
    return lane
  }

  private func read(
    _ file: TreeFile, in tree: any SourceTree
  ) async throws(SourceTreeError) -> FileReading<Item> {
    do {
      let bytes = try await tree.read(file, limit: settings.fileSizeLimit)
      var reader = FileReader(file, bytes: bytes, settings: settings, transform: transform)
      return reader.read()
    } catch let error where error.kind == .fileRefused {
      var reading = FileReading<Item>()
      reading.isUnreadable = true
      reading.isRefused = true
      reading.diagnostics = [
        Diagnostic(
          .error, code: "file-refused", at: SourceLocation(file: file.path, position: .start), error.message,
          remedy: error.remedy)
      ]
      return reading
    }
  }
}

/// Reads single objects again, whole.
public struct ObjectReader: Sendable {
  private let tree: any SourceTree
  private let settings: LoaderSettings

  public init(_ tree: any SourceTree, settings: LoaderSettings) {
    self.tree = tree
    self.settings = settings
  }

  /// All objects of one file, by their addresses, as they were when the set was loaded.
  public func objects(in file: TreeFile) async throws(SourceTreeError) -> [DocumentAddress: ManifestObject] {
    let bytes = try await tree.read(file, limit: settings.fileSizeLimit)
    var reader = FileReader<ManifestObject>(file, bytes: bytes, settings: settings) { ($0, []) }
    return Dictionary(reader.read().items.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
