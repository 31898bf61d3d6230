import Documents

/// Brings wanted and stored correlations into one form, so that what is left differs: servers leave out what is empty, and
/// keep the numbers of a target as doubles (from source, pkg/services/correlations/models.go).
public enum CorrelationForm {
  /// - Parameter model: as `RemoteCorrelation.model`.
  public static func normal(_ model: JSONObject) -> JSON {
    var config = model["config"]?.objectValue ?? JSONObject()
    let transformations = config["transformations"]?.arrayValue ?? []
    config["transformations"] = transformations.isEmpty ? nil : .array(transformations.map { filled($0) })
    config["target"] = config["target"]?.mapNumbers { $0.roundedToDouble }
    return [
      "label": model["label"] ?? "", "description": model["description"] ?? "",
      "type": model["type"] ?? "query", "targetUID": model["targetUID"] ?? "", "config": .object(config),
    ]
  }

  private static func filled(_ transformation: JSON) -> JSON {
    guard let members = transformation.objectValue else { return transformation }
    return .object(members.filter { $0 == "type" || members[$0] != "" })
  }
}
