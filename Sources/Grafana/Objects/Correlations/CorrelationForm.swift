import Documents

/// Brings wanted and stored correlations into one form, so that what is left differs: servers leave out what is empty.
public enum CorrelationForm {
  /// - Parameter model: as `RemoteCorrelation.model`.
  public static func normal(_ model: JSONObject) -> JSON {
    var config = model["config"]?.objectValue ?? JSONObject()
    if config["transformations"]?.arrayValue?.isEmpty ?? true { config["transformations"] = nil }
    return [
      "label": model["label"] ?? "", "description": model["description"] ?? "",
      "type": model["type"] ?? "query", "targetUID": model["targetUID"] ?? "", "config": .object(config),
    ]
  }
}
