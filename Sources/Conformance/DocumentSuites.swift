internal import Documents

extension ConformanceSuite {
  /// A case of JSONTestSuite. Its `y_` cases ask for what RFC 8259 allows (a name may stand twice), so the text is
  /// read as a body from elsewhere and not as a manifest.
  static let json = ConformanceSuite(
    name: "json", inputs: ["FILE"], summary: "prints the document in canonical form"
  ) { inputs throws(Refusal) in
    let bytes = try CaseFile.bytes(inputs[0])
    do throws(JSONSyntaxError) {
      return JSONWriter.string(try JSONParser.parse(bytes, options: .lenient), style: .canonical) + "\n"
    } catch {
      throw Refusal(error.description)
    }
  }

  /// A case of yaml-test-suite. Documents in which nothing is written, which Sluice passes over, print as null.
  static let yaml = ConformanceSuite(
    name: "yaml", inputs: ["FILE"], summary: "prints every document of the stream as JSON, one a line"
  ) { inputs throws(Refusal) in
    let bytes = try CaseFile.bytes(inputs[0])
    do throws(YAMLSyntaxError) {
      return try YAMLParser.allDocuments(in: bytes).map { JSONWriter.string($0.root.json) + "\n" }.joined()
    } catch {
      throw Refusal(error.description)
    }
  }
}
