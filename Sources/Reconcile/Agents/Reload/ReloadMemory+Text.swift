import Documents

/// How it is kept over restarts.
extension ReloadMemory {
  /// Reads what `text` wrote; nothing is remembered where it is not readable.
  init(_ text: String?) {
    self.init()
    for json in text.flatMap({ try? JSONParser.parse($0) })?.arrayValue ?? [] {
      guard let path = json["path"]?.stringValue else { continue }
      take(json, path)
    }
  }

  private mutating func take(_ json: JSON, _ path: String) {
    if let program = json["program"]?.stringValue {
      let addresses = (json["addresses"]?.arrayValue ?? []).compactMap(\.stringValue)
      restore(path, Addressees(program: program, addresses: addresses))
    }
    guard let digest = json["digest"]?.stringValue else { return }
    if json["unread"]?.boolValue == true {
      let readers = (json["readers"]?.arrayValue ?? []).compactMap(\.stringValue)
      restore(
        path,
        Unread(
          digest: digest, readers: Set(readers), awaitsProgram: json["awaitsProgram"]?.boolValue == true))
    }
    if let message = json["message"]?.stringValue, let isPutBack = json["putBack"]?.boolValue {
      restore(
        path,
        Entry(
          digest: digest, message: message, isPutBack: isPutBack,
          processes: json["processes"]?.stringValue,
          wasTriedAgain: json["triedAgain"]?.boolValue == true))
    }
  }

  var text: String {
    let unread = unread.sorted { $0.key < $1.key }.map { path, unread -> JSON in
      [
        "path": .string(path), "digest": .string(unread.digest), "unread": true,
        "readers": .array(unread.readers.sorted().map { .string($0) }),
        "awaitsProgram": .bool(unread.awaitsProgram),
      ]
    }
    let entries = entries.sorted { $0.key < $1.key }.map { path, entry -> JSON in
      [
        "path": .string(path), "digest": .string(entry.digest), "message": .string(entry.message),
        "putBack": .bool(entry.isPutBack), "triedAgain": .bool(entry.wasTriedAgain),
        "processes": entry.processes.map { .string($0) } ?? .null,
      ]
    }
    let addressees = addressees.sorted { $0.key < $1.key }.map { path, addressee -> JSON in
      [
        "path": .string(path), "program": .string(addressee.program),
        "addresses": .array(addressee.addresses.map { .string($0) }),
      ]
    }
    return JSONWriter.string(.array(unread + entries + addressees))
  }
}
