import Base
import Documents

/// What a person wants to know about two versions of an `agent.yml`: jobs, instances, integrations and receivers that
/// come and go, settings that change; or about two versions of a manifest that has one. Only values of a fixed list of harmless settings are ever shown, since all
/// others may be credentials.
public enum AgentChanges {
  /// The same of any file of a GrafanaAgent.
  /// - Parameter path: of the file, or its name.
  public static func describe(_ path: String, old: SecretValue?, new: SecretValue?) -> [Change] {
    path.hasSuffix(RoleConfiguration.alloyFileName)
      ? ComponentComparison.changes(old: old, new: new) : describe(old: old, new: new)
  }

  /// - Parameters:
  ///   - old: the text that is there; nil where there is none.
  ///   - new: the text that is wanted; nil where the file goes away.
  public static func describe(old: SecretValue?, new: SecretValue?) -> [Change] {
    let before = old.map(parse)
    let after = new.map(parse)
    if case .unreadable? = before { return [Change("the file is not YAML and is written anew")] }
    if [before, after].contains(where: { $0.map { ManifestComparison.covers($0.json) } ?? false }) {
      var comparison = ManifestComparison()
      comparison.compare(before?.json, after?.json)
      return comparison.changes
    }
    var comparison = DocumentComparison()
    comparison.compare(before?.json ?? [:], after?.json ?? [:])
    return comparison.changes
  }

  private enum Parsed {
    case document(JSON)
    case unreadable

    var json: JSON {
      switch self {
      case .document(let json): json
      case .unreadable: [:]
      }
    }
  }

  private static func parse(_ text: SecretValue) -> Parsed {
    text.withBytes { bytes in
      guard let documents = try? YAMLParser.documents(in: bytes), documents.count < 2,
        let json = documents.isEmpty ? .object(JSONObject()) : documents.first?.root.json,
        json.objectValue != nil
      else { return .unreadable }
      return .document(json)
    }
  }
}
