import Documents
import Report

/// Puts the results of several environments into one output.
enum ResultDocuments {
  /// One environment is a document of its own; those of a file of sources are a list, however many there are.
  static func write(_ documents: [JSON], isList: Bool, as format: OutputFormat, to output: Output) {
    let whole: JSON =
      isList ? ["version": 1, "environments": .array(documents)] : documents.first ?? .null
    switch format {
    case .text: break
    case .json: output.write(OutputDocument.json(whole))
    case .yaml: output.write(OutputDocument.yaml(whole))
    }
  }
}
