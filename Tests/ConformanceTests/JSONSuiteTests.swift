import Conformance
import Documents
import TestSupport
import Testing

/// JSONTestSuite at 1ef36fa0, through the entry point of `sluice-conformance json` and by the rules for manifests.
@Suite(.enabled(if: SharedData.isPresent("json-test-suite"), "needs ../shared/data/json-test-suite"))
struct JSONSuiteTests {
  private static let folder = "json-test-suite/test_parsing"

  private static func names(_ prefix: String) throws -> [String] {
    try SharedData.names(in: folder).filter { $0.hasPrefix(prefix) }
  }

  private static func command(_ name: String) -> ConformanceCommand {
    ConformanceCommand(["json", SharedData.path("\(folder)/\(name)")])
  }

  private static func isTakenInManifests(_ name: String) throws -> Bool {
    let bytes = try SharedData.bytes("\(folder)/\(name)")
    return (try? JSONParser.parse(bytes)) != nil
  }

  @Test func takesWhatMustBeTaken() throws {
    let names = try Self.names("y_")
    #expect(names.count == 95)
    var refusedInManifests: [String] = []
    for name in names {
      let command = Self.command(name)
      #expect(command.status == 0, "\(name): \(command.problem)")
      // What is printed is the same value again.
      let bytes = try SharedData.bytes("\(Self.folder)/\(name)")
      let printed = try JSONParser.parse(command.output)
      let wanted = try JSONParser.parse(bytes, options: .lenient)
      #expect(printed == wanted, "\(name)")
      if try !Self.isTakenInManifests(name) { refusedInManifests.append(name) }
    }
    #expect(refusedInManifests == ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"])
  }

  @Test func refusesWhatMustBeRefused() throws {
    let names = try Self.names("n_")
    #expect(names.count == 188)
    for name in names {
      let command = Self.command(name)
      #expect(command.status == 1, "\(name): \(command.output)")
      #expect(command.output.isEmpty)
      #expect(command.problem.hasPrefix("line "), "\(name): \(command.problem)")
      #expect(try !Self.isTakenInManifests(name), "\(name)")
    }
  }

  /// What is done with the cases that may go either way; docs/documents.md says why.
  @Test func decidesWhatIsOpen() throws {
    let names = try Self.names("i_")
    #expect(names.count == 35)
    for name in names {
      let decision = Self.decision(name)
      let command = Self.command(name)
      #expect((command.status == 0) == decision.elsewhere, "\(name): \(command.problem)")
      #expect(try Self.isTakenInManifests(name) == decision.inManifests, "\(name)")
      #expect(command.output.contains("\u{FFFD}") == (decision == .replaced), "\(name): \(command.output)")
    }
  }

  private enum Decision {
    /// Taken as it stands: numbers of any size keep their digits, a byte order mark is passed over, 500 levels fit.
    case taken
    /// Text that is not UTF-8, or half of a surrogate pair: U+FFFD in bodies from elsewhere, refused in manifests.
    case replaced
    /// UTF-16.
    case refused

    var elsewhere: Bool { self != .refused }
    var inManifests: Bool { self == .taken }
  }

  private static func decision(_ name: String) -> Decision {
    if name.hasPrefix("i_number_") || name.hasPrefix("i_structure_") { return .taken }
    switch name {
    case "i_string_UTF-16LE_with_BOM.json", "i_string_utf16BE_no_BOM.json", "i_string_utf16LE_no_BOM.json":
      return .refused
    default: return .replaced
    }
  }
}
