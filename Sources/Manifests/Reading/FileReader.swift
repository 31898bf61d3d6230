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
    readDocuments()
    if reading.isUnreadable {
      reading.doubtfulNames = WordsAfter.find("name", in: bytes[...])
      reading.doubtfulKinds = WordsAfter.find("kind", in: bytes[...])
    }
    return reading
  }

  private mutating func readDocuments() {
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
          excerpt: HiddenText.mayStand(in: bytes, near: error.position)
            ? nil : SourceExcerpt.line(of: bytes, at: error.position, label: error.problem)))
      return
    }
    for document in documents { read(document.root, document: document.index, item: 0, isInList: false) }
  }

  private mutating func read(_ node: YAMLNode, document index: Int, item: Int, isInList: Bool) {
    guard node.mapping != nil else {
      if !node.isNull { skip(node, apiVersion: "", kind: node.json.typeName, name: "") }
      return
    }
    let apiVersion = node["apiVersion"]?.json.stringValue
    let kind = node["kind"]?.json.stringValue
    if KindRegistry.isKustomizeFile(file.path, apiVersion: apiVersion, kind: kind) {
      return skipKustomize(node)
    }
    guard let apiVersion, let kind else {
      return incomplete(node, apiVersion: apiVersion, kind: kind)
    }
    if kind.hasPrefix(Self.encryptedPrefix) { return encrypted(node) }
    if kind == "List" || kind.hasSuffix("List"), !isInList, let items = node["items"]?.sequence {
      for (place, element) in items.enumerated() {
        read(element, document: index, item: place, isInList: true)
      }
      return
    }
    switch KindRegistry.find(apiVersion: apiVersion, kind: kind, in: settings.vocabulary) {
    case .known(let type):
      decode(node, as: type, address: DocumentAddress(file: file, document: index, item: item))
    case .foreign:
      skip(node, apiVersion: apiVersion, kind: kind, name: node["metadata"]?["name"]?.json.stringValue ?? "")
    case .unsupported(let message):
      tell(
        .warning, "unsupported-kind", node.entry("kind")?.value ?? node, message + "; it is skipped",
        remedy: "remove it, or leave it to another tool")
    case .misspelt(let message, let remedy):
      // Which object is meant cannot be known, so all that came from this file stays.
      reading.isUnreadable = true
      tell(.error, "unknown-kind", node.entry("kind")?.value ?? node, message, remedy: remedy)
    }
  }

  private mutating func decode(_ node: YAMLNode, as type: any ManifestSpec.Type, address: DocumentAddress) {
    let reader = DocumentReader(file: file.path, unknownFieldSeverity: type.unknownFieldSeverity)
    let fields = FieldReader(node, path: "", document: reader)
    let origin = SourceLocation(file: file.path, position: node.position)
    var readMetadata: ObjectMetadata?
    let object = fields.finishing { fields -> ManifestObject? in
      // Written by the cluster, never by people: without meaning in a repository.
      fields.ignore("apiVersion", "kind", "status")
      guard let metadata = MetadataReader.read(fields, kind: type.kind, settings: settings) else {
        // What else is wrong with it is told all the same.
        _ = type.init(fields, metadata: ObjectMetadata(name: "", namespace: settings.defaultNamespace))
        return nil
      }
      let reference = ObjectReference(kind: type.kind, namespace: metadata.namespace, name: metadata.name)
      reader.subject = reference
      readMetadata = metadata
      if isEncrypted(fields) { return nil }
      guard let spec = type.init(fields, metadata: metadata) else { return nil }
      return ManifestObject(
        reference: reference, metadata: metadata, origin: origin, address: address, spec: spec)
    }
    if let subject = reader.subject { reading.declared.append((subject, origin, readMetadata)) }
    // What is wrong with the metadata was found before the name was known.
    var diagnostics = reader.diagnostics.map { finding in
      reader.subject.map { finding.subject == nil ? finding.about($0) : finding } ?? finding
    }
    if let object, !reader.hasErrors {
      for object in object.translated {
        let result = transform(object)
        diagnostics += result.diagnostics
        if !result.diagnostics.contains(where: { $0.severity == .error }) {
          reading.items.append(result.item)
        }
      }
    }
    if diagnostics.contains(where: { $0.severity == .error }) {
      if let subject = reader.subject {
        reading.heldBack[subject] = origin
        reading.heldBackMetadata[subject] = readMetadata
      } else {
        reading.isUnreadable = true
      }
    }
    reading.diagnostics += diagnostics
  }

  /// A document with the bookkeeping of SOPS, whose values are ciphers: nothing else is told of it.
  private func isEncrypted(_ fields: FieldReader) -> Bool {
    guard fields.node["sops"] != nil else { return false }
    fields.ignoreRest()
    fields.error(
      "encrypted", at: "sops", "the document is encrypted with SOPS, and Sluice does not decrypt",
      remedy: "keep the values in a directory given by --secrets and remove the document")
    return true
  }

  /// A document without apiVersion or kind is somebody else's, unless the one that it has is ours: a group of ours, or
  /// `v1` over something with metadata. Helm charts and their like have `apiVersion: v1` and nothing else of an object.
  private mutating func incomplete(_ node: YAMLNode, apiVersion: String?, kind: String?) {
    let isOurs: Bool
    if let kind {
      isOurs = !KindRegistry.find(apiVersion: "", kind: kind, in: settings.vocabulary).isForeign
    } else if let apiVersion {
      let isObject = node.entry("kind") != nil || node.entry("metadata") != nil
      isOurs = KindRegistry.reads(apiVersion, in: settings.vocabulary, isObject: isObject)
    } else {
      isOurs = false
    }
    guard isOurs else { return skip(node, apiVersion: apiVersion ?? "", kind: kind ?? "", name: "") }
    reading.isUnreadable = true
    let missing = apiVersion == nil ? "apiVersion" : "kind"
    tell(
      .error, "missing-field", node, "\(missing) is missing or is no text",
      remedy: "write apiVersion and kind")
  }

  /// What SOPS writes in place of each value.
  private static var encryptedPrefix: String { "ENC[" }

  /// What it declares cannot be known, so all that came from this file stays.
  private mutating func encrypted(_ node: YAMLNode) {
    reading.isUnreadable = true
    tell(
      .error, "encrypted", node, "the document is encrypted as a whole, and Sluice does not decrypt",
      remedy: "keep values in a directory given by --secrets, and commit what is no secret in clear")
  }

  private mutating func skipKustomize(_ node: YAMLNode) {
    skip(node, apiVersion: KindRegistry.kustomizeGroup, kind: "Kustomization", name: "")
    tell(
      .warning, "kustomization-skipped", node,
      "this kustomization is not applied: Sluice does not run kustomize, the files beside it are read as they are",
      remedy: "commit what kustomize build prints, or give a path that needs no kustomization")
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
