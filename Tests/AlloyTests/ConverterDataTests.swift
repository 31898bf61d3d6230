import Alloy
import TestSupport
import Testing

/// Ours and what Alloy's own converter makes of the same configurations, compared as what they mean.
@Suite(.enabled(if: SharedData.isPresent("alloy-convert")))
struct ConverterDataTests {
  /// A folder of cases and how many of them come out the same, or are refused by both. The numbers may not drop.
  struct Folder: Sendable, CustomTestStringConvertible {
    let name: String
    let agreeing: Int
    /// Cases that come out otherwise, and why.
    let exceptions: [String: String]

    var testDescription: String { name }

    var source: AlloySource { AlloySource(rawValue: name) ?? .static }

    var options: AlloyOptions {
      name == "operator"
        ? AlloyOptions(layout: .next, isForAlloy1_12: true) : AlloyOptions(environment: [:])
    }
  }

  static let folders = [
    Folder(name: "prometheus", agreeing: 16, exceptions: [:]),
    Folder(
      name: "promtail", agreeing: 19,
      exceptions: [
        "azure_event_hubs":
          "Alloy refuses the empty mechanism and assignor that its converter writes; ours can be loaded"
      ]),
    Folder(
      name: "static", agreeing: 9,
      exceptions: [
        "prom_remote_write":
          "names of Azure AD's receivers hold a digest of a structure of Prometheus' that is not known",
        "traces": "traces are not converted", "traces_multi": "traces are not converted",
      ]),
    Folder(
      name: "operator", agreeing: 13,
      exceptions: [
        "extra-integrations-additional-configs-kept": "goes to the only instance, Alloy's converter refuses",
        "extra-integrations-mixed": "labels that collide are numbered, Alloy's converter refuses",
      ]),
  ]

  private func convert(_ folder: Folder, _ name: String) throws -> AlloyConversion {
    AlloyConversion(
      try SharedData.bytes("alloy-convert/\(folder.name)/\(name)/input.yaml"), from: folder.source,
      file: "input.yaml", options: folder.options)
  }

  private func expected(_ folder: Folder, _ name: String) throws -> String? {
    let path = "alloy-convert/\(folder.name)/\(name)/expected.alloy"
    guard SharedData.isPresent(path) else { return nil }
    return String(decoding: try SharedData.bytes(path), as: UTF8.self)
  }

  @Test(arguments: folders)
  func comesOutTheSame(_ folder: Folder) throws {
    var agreeing = 0
    for name in try SharedData.names(in: "alloy-convert/\(folder.name)") {
      let conversion = try convert(folder, name)
      // As `sluice-conformance` gives it out: nothing where a whole section is left out.
      let isWhole = !conversion.diagnostics.contains { $0.code == AlloyConversion.excludedSection }
      let ours = isWhole ? conversion.configuration.map { AlloyWriter.string($0) } : nil
      let theirs = try expected(folder, name)
      let agrees =
        if let ours, let theirs {
          try AlloyComparison.blocks(ours) == AlloyComparison.blocks(theirs)
        } else {
          ours == nil && theirs == nil
        }
      if agrees { agreeing += 1 }
      #expect(agrees == (folder.exceptions[name] == nil), "\(name): \(conversion.diagnostics.map(\.message))")
    }
    #expect(agreeing == folder.agreeing)
  }

  /// What Alloy wrote stays as it is when it is read and written again.
  @Test(arguments: folders)
  func theWriterHasAlloysForm(_ folder: Folder) throws {
    for name in try SharedData.names(in: "alloy-convert/\(folder.name)") {
      guard let text = try expected(folder, name) else { continue }
      #expect(AlloyWriter.string(try AlloyParser.configuration(text)) == text, "\(name)")
    }
  }

  /// Whatever comes out can be read again, and every reference in it leads somewhere. Only receivers of an instance
  /// that has none are missing, and that is told.
  @Test(arguments: folders)
  func isWhole(_ folder: Folder) throws {
    for name in try SharedData.names(in: "alloy-convert/\(folder.name)") {
      let conversion = try convert(folder, name)
      guard let configuration = conversion.configuration else { continue }
      #expect(try AlloyParser.configuration(AlloyWriter.string(configuration)) == configuration, "\(name)")
      let told = ["no remote_write", "what integrations measure cannot be carried over"]
      let lacksReceiver = conversion.diagnostics.contains { diagnostic in
        told.contains { diagnostic.message.contains($0) }
      }
      let faults = configuration.faults.filter {
        !(lacksReceiver && $0.hasPrefix("nothing is at prometheus.remote_write."))
      }
      #expect(faults == [], "\(name)")
    }
  }

  private static let losses = ["alloy-not-carried-over", AlloyConversion.excludedSection]

  /// A case that Alloy's converter took has no errors but those about what cannot be carried over.
  @Test(arguments: folders)
  func errorsAreAboutWhatIsLost(_ folder: Folder) throws {
    for name in try SharedData.names(in: "alloy-convert/\(folder.name)") {
      guard try expected(folder, name) != nil else { continue }
      let errors = try convert(folder, name).diagnostics.filter { $0.severity == .error }
      #expect(errors.allSatisfy { Self.losses.contains($0.code) }, "\(name): \(errors)")
    }
  }

  // MARK: What is said

  /// Where only one of us says an error, by `folder/case` and with the reason.
  private static let errorsOfOne = [
    "static/traces": "traces are not converted", "static/traces_multi": "traces are not converted",
    "operator/extra-integrations-additional-configs-kept": "goes to the only instance, theirs refuses",
    "operator/extra-integrations-mixed": "labels that collide are numbered, theirs refuses",
  ]

  /// Where only one of us says a warning.
  private static let warningsOfOne = [
    "promtail/ec2": "ours tells that there are no clients",
    "promtail/kubernetes": "ours tells that there are no clients",
    "promtail/serverset": "ours tells that there are no clients",
    "promtail/gelf": "ours tells that labels are left out",
    "static/integrations_v2-v2": "ours tells that an instance is left out, and series that get another job",
    "static/traces": "theirs tells how traces change",
  ]

  /// What Alloy's converter says of every agent's configuration.
  private static let always = "(Warning) Please review your agent command line flags"

  private func diagnostics(_ folder: Folder, _ name: String) throws -> [Substring] {
    let path = "alloy-convert/\(folder.name)/\(name)/diagnostics.txt"
    guard SharedData.isPresent(path) else { return [] }
    return String(decoding: try SharedData.bytes(path), as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix(Self.always) }
  }

  /// Each side has errors where the other has them, and warnings where the other has them.
  @Test(arguments: folders)
  func bothSayWhatIsWrong(_ folder: Folder) throws {
    for name in try SharedData.names(in: "alloy-convert/\(folder.name)") {
      let theirs = try diagnostics(folder, name)
      let ours = try convert(folder, name).diagnostics
      let key = "\(folder.name)/\(name)"
      let errors = theirs.contains { $0.hasPrefix("(Error)") || $0.hasPrefix("(Critical)") }
      #expect(
        (errors == ours.contains { $0.severity == .error }) == (Self.errorsOfOne[key] == nil),
        "\(key): \(ours.map(\.message))")
      guard !errors else { continue }
      let warnings = theirs.contains { $0.hasPrefix("(Warning)") }
      #expect(
        (warnings == ours.contains { $0.severity == .warning }) == (Self.warningsOfOne[key] == nil),
        "\(key): \(ours.map(\.message))")
    }
  }
}
