import Base
import Manifests

/// Finds the values that manifests refer to: first in the Secrets and ConfigMaps of the revision, then in the directory
/// given by `--secrets`. Files are read anew each time, so a rotated value is found with the next cycle.
///
/// All that the directory holds is secret, whatever a reference calls it: a file does not say whether it was a Secret's or
/// a ConfigMap's, and the workspace's own token lies beside the others.
public struct ValueLookup: Sendable {
  /// Hears of every secret value that was found.
  public let scrubber: Scrubber
  private let secrets: [ObjectReference: (manifest: SecretManifest, origin: SourceLocation)]
  private let configMaps: [ObjectReference: (manifest: ConfigMapManifest, origin: SourceLocation)]
  /// Objects that the revision names and that have errors.
  private let heldBack: [ObjectReference: SourceLocation]
  private let directory: ValueDirectory?
  private let standIn: SecretValue?

  /// - Parameters:
  ///   - manifests: the objects of one revision; only Secrets and ConfigMaps count.
  ///   - heldBack: what else the revision names, with errors.
  ///   - directory: holds values as `NAMESPACE/NAME/KEY` or `NAMESPACE_NAME_KEY`; nil where none is given.
  ///   - standIn: taken for values of Secrets that the revision does not have, for a look at a repository on a machine
  ///     without its secrets.
  public init(
    manifests: [ManifestObject], heldBack: [ObjectReference: SourceLocation] = [:], directory: String?,
    standIn: SecretValue? = nil,
    scrubber: Scrubber = Scrubber()
  ) {
    self.scrubber = scrubber
    self.heldBack = heldBack
    self.directory = directory.map { ValueDirectory(path: $0) }
    self.standIn = standIn
    var secrets: [ObjectReference: (manifest: SecretManifest, origin: SourceLocation)] = [:]
    var configMaps: [ObjectReference: (manifest: ConfigMapManifest, origin: SourceLocation)] = [:]
    for object in manifests {
      if let secret = object.spec as? SecretManifest {
        secrets[object.reference] = (secret, object.origin)
        for (key, value) in secret.values where !Self.names.contains(key) { scrubber.add(value) }
      } else if let configMap = object.spec as? ConfigMapManifest {
        configMaps[object.reference] = (configMap, object.origin)
      } else if let datasource = object.spec as? GrafanaDatasource {
        for value in datasource.secrets.values where !datasource.isPlaceholder(value) { scrubber.add(value) }
      } else if let channel = object.spec as? GrafanaNotificationChannel {
        for value in channel.secrets { scrubber.add(value) }
      }
    }
    self.secrets = secrets
    self.configMaps = configMaps
  }

  /// The value, for what never shows it.
  /// - Parameter isName: what stands there is a name beside a secret, such as that of a user: texts may say it.
  public func value(
    _ source: ValueSource, namespace: String, isName: Bool = false
  ) throws(LookupError) -> SecretValue {
    try found(source, namespace: namespace, isName: isName).value
  }

  /// The value, without the line end that editors and `echo` add to values of one line, and whether it is a secret.
  /// - Parameter isName: as for `value`.
  public func found(
    _ source: ValueSource, namespace: String, isName: Bool = false
  ) throws(LookupError) -> FoundValue {
    if let standIn, isStandIn(source, namespace: namespace) {
      return FoundValue(value: standIn, isSecret: true)
    }
    let found = try find(source, namespace: namespace)
    let value = found.value.withoutFinalLineEnd
    if found.isSecret, !isName { scrubber.add(value) }
    return FoundValue(value: value, isSecret: found.isSecret)
  }

  /// Keys of Secrets whose values are names: those of Kubernetes' and Flux's own types (`kubernetes.io/basic-auth`,
  /// GitRepository), and of Grafana's administrator. `admin` or `git` taken out of every text would make it unreadable,
  /// and give the value away all the same.
  public static let names: Set<String> = [
    "username", "user", "admin-user", "adminUser", "GF_SECURITY_ADMIN_USER", "known_hosts", "address",
  ]

  /// Where a value stands, for people: file and line of the manifest, or the path of the file. Nil where it is nowhere.
  public func place(of source: ValueSource, namespace: String) -> String? {
    let selector = source.selector
    let object = ObjectReference(kind: source.kind, namespace: namespace, name: selector.name)
    switch source {
    case .secret:
      if let found = secrets[object], found.manifest.values[selector.key] != nil {
        return found.origin.fileAndLine
      }
    case .configMap:
      if let found = configMaps[object],
        found.manifest.data[selector.key] != nil || found.manifest.binaryData[selector.key] != nil
      {
        return found.origin.fileAndLine
      }
    }
    return directory?.place(of: object, key: selector.key)
  }

  /// Whether the value is not at hand, and what is taken in its place means nothing.
  public func isStandIn(_ source: ValueSource, namespace: String) -> Bool {
    guard standIn != nil, case .secret(let selector) = source else { return false }
    return secrets[ObjectReference(kind: source.kind, namespace: namespace, name: selector.name)] == nil
  }

  private func find(_ source: ValueSource, namespace: String) throws(LookupError) -> FoundValue {
    let selector = source.selector
    let object = ObjectReference(kind: source.kind, namespace: namespace, name: selector.name)
    for name in [namespace, selector.name, selector.key] where !ValueDirectory.isFileName(name) {
      throw LookupError(
        .badName, "\(object), key \(selector.key): \"\(name)\" cannot be a name",
        remedy: "use letters, digits, points, hyphens and underscores")
    }
    var tried: [String] = []
    switch source {
    case .secret:
      if let value = inSecrets(object, selector.key, &tried) {
        return FoundValue(value: value, isSecret: true)
      }
    case .configMap:
      if let value = try inConfigMaps(object, selector.key, &tried) {
        return FoundValue(value: value, isSecret: false)
      }
    }
    guard let directory else {
      tried.append("no directory of values is given")
      throw missing(
        object, selector.key, tried,
        remedy:
          "give one with --secrets DIR and put the value into \(ValueDirectory.name(object, selector.key))")
    }
    if let value = try directory.value(object, key: selector.key, tried: &tried) {
      return FoundValue(value: value, isSecret: true)
    }
    throw missing(object, selector.key, tried, remedy: "put the value into that file, or mend the reference")
  }

  private func missing(
    _ object: ObjectReference, _ key: String, _ tried: [String], remedy: String
  ) -> LookupError {
    LookupError(
      heldBack[object] == nil ? .missing : .heldBack,
      "there is no value for key \(key) of \(object): \(tried.joined(separator: "; "))",
      remedy: heldBack[object] == nil ? remedy : "mend the \(object.kind)")
  }

  private func inSecrets(_ object: ObjectReference, _ key: String, _ tried: inout [String]) -> SecretValue? {
    guard let found = secrets[object] else {
      tried.append(absence(of: object, among: secrets.keys))
      return nil
    }
    if let value = found.manifest.values[key] { return value }
    tried.append(absence(of: key, in: found.origin, among: found.manifest.values.keys))
    return nil
  }

  private func inConfigMaps(
    _ object: ObjectReference, _ key: String, _ tried: inout [String]
  ) throws(LookupError) -> SecretValue? {
    guard let found = configMaps[object] else {
      tried.append(absence(of: object, among: configMaps.keys))
      return nil
    }
    if let bytes = found.manifest.binaryData[key] { return SecretValue(bytes) }
    guard let value = found.manifest.data[key] else {
      tried.append(
        absence(
          of: key, in: found.origin, among: Array(found.manifest.data.keys) + found.manifest.binaryData.keys))
      return nil
    }
    guard let text = value.text else {
      throw LookupError(
        .unreadable,
        "key \(key) of \(object) (\(found.origin.fileAndLine)) holds a document of more than "
          + "\(ConfigMapManifest.longestKeptDocument) bytes, which is too long for one field",
        remedy: "refer to it with configMapRef, or put a shorter value there")
    }
    return SecretValue(text)
  }

  private func absence(of object: ObjectReference, among known: some Sequence<ObjectReference>) -> String {
    if let place = heldBack[object] { return "the \(object.kind) at \(place.fileAndLine) has errors" }
    let all = known.sorted()
    if let other = all.first(where: { $0.name == object.name }) {
      return "the \(object.kind) of that name is in the namespace \(other.namespace)"
    }
    let neighbours = all.filter { $0.namespace == object.namespace }.map(\.name)
    return "the repository has no such \(object.kind)"
      + NearestName.suggestion(for: object.name, among: neighbours)
  }

  private func absence(of key: String, in place: SourceLocation, among known: some Sequence<String>) -> String
  {
    "it has no such key at \(place.fileAndLine)" + NearestName.suggestion(for: key, among: known.sorted())
  }
}

extension ValueSource {
  /// The Kubernetes kind that holds the value.
  fileprivate var kind: String {
    switch self {
    case .secret: SecretManifest.kind
    case .configMap: ConfigMapManifest.kind
    }
  }
}

extension GrafanaDatasource {
  /// Whether the value is nothing but a name that is filled in: then it is no secret itself.
  fileprivate func isPlaceholder(_ value: SecretValue) -> Bool {
    let text = value.revealed
    return substitutions.contains {
      text == "$" + $0.source.selector.key || text == "${" + $0.source.selector.key + "}"
    }
  }
}

extension SecretValue {
  /// Values of several lines, such as keys in PEM, keep their end: some readers want it.
  var withoutFinalLineEnd: SecretValue {
    withBytes { bytes in
      guard bytes.last == 0x0A, bytes.dropLast().firstIndex(of: 0x0A) == nil else { return self }
      return SecretValue(bytes.dropLast(bytes.dropLast().last == 0x0D ? 2 : 1))
    }
  }
}
