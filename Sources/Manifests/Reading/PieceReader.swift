import Base
import Documents

/// Reads what stands outside a repository's manifests by the same rules: a bare spec, or a part of one.
public enum PieceReader {
  /// What the closure made of the mapping, and what was found wrong with it.
  public static func read<Value>(
    _ node: YAMLNode, file: String, unknownFieldSeverity: Diagnostic.Severity = .error,
    _ read: (FieldReader) -> Value?
  ) -> (value: Value?, diagnostics: [Diagnostic]) {
    let document = DocumentReader(file: file, unknownFieldSeverity: unknownFieldSeverity)
    let value = FieldReader(node, path: "", document: document).finishing(read)
    return (value, document.diagnostics)
  }
}
