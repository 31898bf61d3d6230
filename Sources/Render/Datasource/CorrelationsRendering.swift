import Base
import Documents
import Manifests

/// Makes the correlations that lead away from a data source: an object of their own beside it.
enum CorrelationsRendering {
  /// What of a manifest they are.
  static let part = "correlations"

  /// The object that a manifest gives beside itself, with its document; nil where there is none.
  static func companion(of object: ManifestObject) -> (object: ManifestObject, document: RenderedDocument)? {
    guard let datasource = object.spec as? GrafanaDatasource, let uid = datasource.uid,
      let correlations = datasource.correlations, !correlations.isEmpty
    else { return nil }
    let companion = ManifestObject(
      reference: ObjectReference(part: part, of: object.reference), metadata: object.metadata,
      origin: object.origin, address: object.address, spec: object.spec)
    return (companion, render(correlations, of: uid, datasource.common))
  }

  private static func render(
    _ correlations: [DatasourceCorrelation], of uid: String, _ common: GrafanaCommonSpec
  ) -> RenderedDocument {
    var features: Set<ServerFeature> = [.correlations]
    if correlations.contains(where: { $0.kind == .external }) { features.insert(.externalCorrelations) }
    if correlations.contains(where: { !$0.transformations.isEmpty }) {
      features.insert(.correlationTransformations)
    }
    let targets = correlations.compactMap { correlation in
      correlation.targetUID.map {
        ObjectUse(.datasource, $0, place: "correlation \"\(correlation.label)\"", isByUID: true)
      }
    }
    let model = JSONObject([("correlations", .array(correlations.map { .object(Self.model($0)) }))])
    return RenderedDocument(
      kind: .correlations, common: common, uid: uid, title: uid, body: DocumentBody(model),
      uses: ([ObjectUse(.datasource, uid, place: "", isByUID: true)] + targets).sorted(), features: features)
  }

  /// In the form in which the newest servers show it, without what they add.
  private static func model(_ correlation: DatasourceCorrelation) -> JSONObject {
    var config = JSONObject([
      ("field", .string(correlation.field)), ("target", .object(correlation.target)),
    ])
    if !correlation.transformations.isEmpty {
      config["transformations"] = .array(correlation.transformations)
    }
    var model = JSONObject([
      ("label", .string(correlation.label)), ("description", .string(correlation.description)),
      ("type", .string(correlation.kind.rawValue)), ("config", .object(config)),
    ])
    if let target = correlation.targetUID { model["targetUID"] = .string(target) }
    return model
  }
}
