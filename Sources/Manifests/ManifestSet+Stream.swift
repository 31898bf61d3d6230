import Base

extension ManifestSet where Item == ManifestObject {
  /// What one stream of manifests declares that stands alone.
  public init(stream bytes: [UInt8], file path: String, settings: LoaderSettings = LoaderSettings()) {
    let file = TreeFile(path: path, contentID: "")
    var reader = FileReader<ManifestObject>(file, bytes: bytes, settings: settings) { ($0, []) }
    self.init([reader.read()], files: [file])
  }
}
