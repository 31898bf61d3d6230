import Base
import Documents
import Manifests
import Platform

/// Makes the model of a dashboard manifest from wherever its JSON stands.
enum DashboardContent {
  struct Result {
    let model: DashboardModel?
    let diagnostics: [Diagnostic]
  }

  /// More than this is no dashboard: Grafana takes 5 MB (reference section 1.1).
  static let sizeLimit = 8 << 20

  private static let packing = "write what gzip < dashboard.json | base64 prints"

  /// The model of a dashboard whose text stands in the manifest; nil where it stands elsewhere.
  static func inline(_ dashboard: GrafanaDashboard, of object: ManifestObject) -> Result? {
    switch dashboard.content {
    case .json(let text):
      return read(
        Array((text.text ?? "").utf8), dashboard, of: object, field: "spec.json",
        place: { (text.location($0), text.excerpt($0, label: $1)) })
    case .gzipJSON(let text):
      let start = text.location(.start)
      guard let packed = Base64.decode(text.text ?? "") else {
        return refused(
          object, at: start, "invalid-base64", "spec.gzipJson is not base64", remedy: Self.packing)
      }
      do throws(Gzip.Failure) {
        let bytes = try Gzip.decompress(packed, limit: sizeLimit)
        return read(
          bytes, dashboard, of: object, field: "spec.gzipJson",
          place: { (start, SourceExcerpt.line(of: bytes, at: $0, label: $1)) })
      } catch {
        return refused(
          object, at: start, "invalid-gzip", "spec.gzipJson cannot be unpacked: \(error)",
          remedy: Self.packing)
      }
    case .url, .configMap: return nil
    }
  }

  /// The model of a text that came from elsewhere.
  static func read(
    _ bytes: [UInt8], _ dashboard: GrafanaDashboard, of object: ManifestObject, field: String,
    place: (Position, String) -> (SourceLocation, Diagnostic.Excerpt?)
  ) -> Result {
    func diagnostic(_ severity: Diagnostic.Severity, _ problem: DashboardReader.Problem) -> Diagnostic {
      let found = problem.position.map { place($0, problem.label ?? "") }
      return Diagnostic(
        severity, code: problem.code, subject: object.reference, at: found?.0 ?? place(.start, "").0,
        problem.message.hasPrefix("is ") ? "\(field) \(problem.message)" : "\(field): \(problem.message)",
        remedy: problem.remedy, excerpt: problem.label == nil ? nil : found?.1)
    }
    let reader = DashboardReader(inputs: dashboard.inputs, variables: dashboard.variables)
    do {
      let (model, warnings) = try reader.read(bytes)
      return Result(model: model, diagnostics: warnings.map { diagnostic(.warning, $0) })
    } catch {
      return Result(model: nil, diagnostics: [diagnostic(.error, error)])
    }
  }

  static func refused(
    _ object: ManifestObject, at location: SourceLocation, _ code: String, _ message: String,
    remedy: String? = nil
  ) -> Result {
    Result(
      model: nil,
      diagnostics: [
        Diagnostic(.error, code: code, subject: object.reference, at: location, message, remedy: remedy)
      ])
  }
}
