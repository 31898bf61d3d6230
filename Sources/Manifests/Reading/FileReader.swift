import Base
import Documents

/// Reads one file: its documents, and of each what it declares.
struct FileReader<Item: ManifestItem> {
  private let file: TreeFile
  private let bytes: [UInt8]
  private let settings: LoaderSettings
  private let transform: (ManifestObject) -> (item: Item, diagnostics: [Diagnostic])
  private var reading = FileReading<Item>()

  init(
    _ file: TreeFile, bytes: [UInt8], settings: LoaderSettings,
    transform: @escaping (ManifestObject) -> (item: Item, diagnostics: [Diagnostic])
  ) {
    self.file = file
    self.bytes = bytes
    self.settings = settings
    self.transform = transform
  }

  mutating func read() -> FileReading<Item> {
    let documents: [YAMLDocument]
    do {
      documents = try YAMLParser.documents(in: bytes)
    } catch {
      reading.isUnreadable = true
      reading.diagnostics.append(
        Diagnostic(
          .error, code: "invalid-yaml", at: SourceLocation(file: file.path, position: error.position),
          "the file is not YAML: \(error.message)",
          remedy: "mend the syntax; the objects of this file stay as they are",
          excerpt: SourceExcerpt.line(of: bytes, at: error.position, label: error.problem)))
      return reading
    }
    for document in documents { read(document.root, document: document.index, item: 0, isInList: false) }
    return reading
  }

  private mutating func read(_ node: YAMLNode, document index: Int, item: Int, isInList: Bool) {
    guard node.mapping != nil else {
      if !node.isNull { skip(node, apiVersion: "", kind: node.json.typeName, name: "") }
      return
    }
    let apiVersion = node["apiVersion"]?.json.stringValue
    let kind = node["kind"]?.json.stringValue
    guard let apiVersion, let kind else {
      return incomplete(node, apiVersion: apiVersion, kind: kind)
    }
    if kind == "List" || kind.hasSuffix("List"), !isInList, let items = node["items"]?.sequence {
      for (place, element) in items.enumerated() {
        read(element, document: index, item: place, isInList: true)
      }
      return
    }
    switch KindRegistry.find(apiVersion: apiVersion, kind: kind) {
    case .known(let type):
      decode(node, as: type, address: DocumentAddress(file: file, document: index, item: item))
    case .foreign:
      skip(node, apiVersion: apiVersion, kind: kind, name: node["metadata"]?["name"]?.json.stringValue ?? "")
    case .unsupported(let message):
      tell(.warning, "unsupported-kind", node.entry("kind")?.value ?? node, message + "; it is skipped")
    case .misspelt(let message):
      tell(.error, "unknown-kind", node.entry("kind")?.value ?? node, message)
    }
  }

  private mutating func decode(_ node: YAMLNode, as type: any ManifestSpec.Type, address: DocumentAddress) {
    let reader = DocumentReader(file: file.path, text: bytes, unknownFieldSeverity: type.unknownFieldSeverity)
    let fields = FieldReader(node, path: "", document: reader)
    let origin = SourceLocation(file: file.path, position: node.position)
    let object = fields.finishing { fields -> ManifestObject? in
      // Written by the cluster, never by people: without meaning in a repository.
      fields.ignore("apiVersion", "kind", "status")
      guard let metadata = MetadataReader.read(fields, settings: settings) else { return nil }
      let reference = ObjectReference(kind: type.kind, namespace: metadata.namespace, name: metadata.name)
      reader.subject = reference
      guard let spec = type.init(fields, metadata: metadata) else { return nil }
      return ManifestObject(
        reference: reference, metadata: metadata, origin: origin, address: address, spec: spec)
    }
    var diagnostics = reader.diagnostics
    if let object, !reader.hasErrors {
      let result = transform(object)
      diagnostics += result.diagnostics
      if !result.diagnostics.contains(where: { $0.severity == .error }) { reading.items.append(result.item) }
    }
    if diagnostics.contains(where: { $0.severity == .error }) {
      if let subject = reader.subject {
        reading.heldBack[subject] = origin
      } else {
        reading.isUnreadable = true
      }
    }
    reading.diagnostics += diagnostics
  }

  private mutating func incomplete(_ node: YAMLNode, apiVersion: String?, kind: String?) {
    if apiVersion == nil, kind == nil { return skip(node, apiVersion: "", kind: "", name: "") }
    reading.isUnreadable = true
    let missing = apiVersion == nil ? "apiVersion" : "kind"
    tell(
      .error, "missing-field", node, "\(missing) is missing or is no text",
      remedy: "write apiVersion and kind")
  }

  private mutating func skip(_ node: YAMLNode, apiVersion: String, kind: String, name: String) {
    reading.skipped.append(
      SkippedDocument(
        apiVersion: apiVersion, kind: kind, name: name,
        origin: SourceLocation(file: file.path, position: node.position)))
  }

  private mutating func tell(
    _ severity: Diagnostic.Severity, _ code: String, _ node: YAMLNode, _ message: String,
    remedy: String? = nil
  ) {
    reading.diagnostics.append(
      Diagnostic(
        severity, code: code, at: SourceLocation(file: file.path, position: node.position), message,
        remedy: remedy))
  }
}
