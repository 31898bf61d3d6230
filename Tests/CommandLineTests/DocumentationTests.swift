import Foundation
import Testing

@testable import CommandLine

/// docs/command-line.md says what the program takes, no more and no less.
@Suite struct DocumentationTests {
  /// The lines of each section whose heading begins with the program's name, by command.
  private func sections() throws -> [String: [String]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/command-line.md")
    var sections: [String: [String]] = [:]
    var command: String?
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init) {
      if line.hasPrefix("## ") {
        command = line.hasPrefix("## sluice ") ? String(line.dropFirst(10)) : nil
      } else if let command {
        sections[command, default: []].append(line)
      }
    }
    return sections
  }

  /// The cells of table rows whose first cell is code.
  private func rows(_ lines: [String]) -> [[String]] {
    lines.filter { $0.hasPrefix("| `") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
    }
  }

  @Test func everyCommandHasASection() throws {
    #expect(Set(try sections().keys) == Set(Program.descriptions.map(\.name)))
  }

  @Test(arguments: Program.descriptions.map(\.name))
  func everyOptionHasARow(_ name: String) throws {
    let command = try #require(Program.descriptions.first { $0.name == name })
    let lines = try #require(try sections()[name])
    #expect(lines.contains("    \(command.usage)"))
    #expect(lines.contains(command.summary + "."))
    for detail in command.details {
      let told = detail.replacing("<", with: "").replacing(">", with: "")
      #expect(lines.contains { $0.replacing("`", with: "") == told }, "\(detail)")
    }
    let rows = rows(lines).filter { $0[0].contains("--") }
    let expected = command.options.filter { !command.withoutEffect.contains($0.name) }.map { option in
      let short = option.letter.map { "-\($0), " } ?? ""
      let long = option.isNegatable ? "--[no-]\(option.name)" : "--\(option.name)"
      return short + long + (option.takesValue ? " \(option.placeholder)" : "")
    }
    #expect(Set(rows.map { $0[0] }) == Set(expected))
    for row in rows where row.count == 3 && !row[1].isEmpty {
      let option = command.options.first { $0.environmentName == row[1] }
      #expect(option.map { row[0].contains($0.name) && row[2].hasPrefix($0.summary) } ?? false, "\(row)")
    }
    for option in command.withoutEffect {
      #expect(lines.contains { $0.hasPrefix("Taken as well") && $0.contains("`--\(option)`") }, "\(option)")
    }
    for code in command.exitCodes {
      #expect(lines.contains("| \(code.status.rawValue) | \(code.meaning) |"))
    }
  }
}
