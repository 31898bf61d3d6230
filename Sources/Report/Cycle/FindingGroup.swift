import Base
import Plan

/// Findings that have one cause: the cause is told in full, and what else it keeps from being as committed on one line.
public struct FindingGroup: Sendable {
  /// Why the others are in it.
  public enum Kind: Sendable {
    /// They need the object of the first finding, which the target refused or Git has with an error.
    case consequences
    /// They belong to the same other environment.
    case otherEnvironment
  }

  /// The cause; where it is not among the findings, the first of what it brought about.
  public let first: Diagnostic
  /// Sorted by file and line; none, or at least two, or what a held-back `Grafana` holds back.
  public let others: [Diagnostic]
  public let kind: Kind

  private static let consequences: Set<String> = [Refusal.consequenceCode, Diagnostic.heldBackInstance]

  /// Names so many of the others.
  private static let named = 3

  /// The findings in groups, in the order of what stands first in each.
  public static func make(_ findings: [Diagnostic]) -> [FindingGroup] {
    let roots = roots(of: findings)
    var members: [Int: [Int]] = [:]
    for (index, root) in roots.enumerated() where root != index { members[root, default: []].append(index) }
    var groups: [(place: Int, group: FindingGroup)] = []
    for (index, root) in roots.enumerated() {
      let others = members[root] ?? []
      if root == index {
        let isGroup = others.count > 1 || others.contains { findings[$0].code == Diagnostic.heldBackInstance }
        groups.append((index, FindingGroup(findings[index], isGroup ? others.map { findings[$0] } : [])))
      } else if members[root]?.count == 1, findings[index].code != Diagnostic.heldBackInstance {
        groups.append((index, FindingGroup(findings[index], [])))
      }
    }
    return groups.map(\.group)
  }

  private init(_ first: Diagnostic, _ others: [Diagnostic]) {
    self.first = first
    self.others = others
    kind = first.code == "other-environment" ? .otherEnvironment : .consequences
  }

  /// `and 300 objects that need it: GrafanaDashboard monitoring/a (a.yaml:1), … and 297 more`; nil for a finding of its own.
  public var rest: String? {
    guard !others.isEmpty else { return nil }
    let count = Amount.count(others.count, "object")
    let need = others.count == 1 ? "needs" : "need"
    let what =
      switch kind {
      // The first of what it brought about stands in the place of a cause that is not among the findings.
      case .consequences where Self.consequences.contains(first.code): "\(count) more that \(need) the same"
      case .consequences: "\(count) that \(need) it"
      case .otherEnvironment: "\(count) more of the same environment"
      }
    let names = others.prefix(Self.named).map { finding in
      (finding.subject?.description ?? "") + (finding.location.map { " (\($0.fileAndLine))" } ?? "")
    }
    let more = others.count - names.count
    return "and \(what): " + names.joined(separator: ", ")
      + (more > 0 ? " and \(Amount.grouped(more)) more" : "")
  }

  // MARK: Causes

  /// For each finding the place of the one that it is told with: its own where it stands for itself.
  private static func roots(of findings: [Diagnostic]) -> [Int] {
    var refused: [String: Int] = [:]
    for (index, finding) in findings.enumerated() where isRefusal(finding) {
      guard let location = finding.location else { continue }
      // A refusal itself comes before what follows from another one.
      if finding.code == Refusal.findingCode || refused[location.fileAndLine] == nil {
        refused[location.fileAndLine] = index
      }
    }
    // By what is said of all that a broken one holds back.
    var broken: [String: Int] = [:]
    for (index, finding) in findings.enumerated()
    where finding.severity == .error && finding.code != Diagnostic.heldBackInstance {
      guard let subject = finding.subject else { continue }
      let message = Diagnostic.heldBackMessage(by: subject)
      if broken[message] == nil { broken[message] = index }
    }
    var firsts: [String: Int] = [:]
    let parents = findings.enumerated().map { index, finding -> Int in
      switch finding.code {
      case Refusal.consequenceCode:
        if let cause = cause(of: finding, among: refused), cause != index { return cause }
        return first(of: finding.message, index, &firsts)
      case Diagnostic.heldBackInstance:
        return broken[finding.message] ?? first(of: finding.message, index, &firsts)
      case "other-environment": return first(of: finding.remedy ?? "", index, &firsts)
      default: return index
      }
    }
    return parents.indices.map { index in
      var root = index
      // Folders lie in folders; a circle of causes cannot be, and would not be followed for ever.
      for _ in 0..<32 where parents[root] != root { root = parents[root] }
      return root
    }
  }

  private static func first(of key: String, _ index: Int, _ firsts: inout [String: Int]) -> Int {
    if let first = firsts[key] { return first }
    firsts[key] = index
    return index
  }

  private static func isRefusal(_ finding: Diagnostic) -> Bool {
    finding.code == Refusal.findingCode || finding.code == Refusal.consequenceCode
  }

  /// The words of a consequence end with the places of what it needs: `… "Team" (team.yaml:1), which failed`.
  private static func cause(of finding: Diagnostic, among refused: [String: Int]) -> Int? {
    for part in finding.message.split(separator: "(").dropFirst() {
      if let place = part.split(separator: ")").first, let index = refused[String(place)] { return index }
    }
    return nil
  }
}

extension Diagnostic {
  /// The refusal, or the consequence of one, that keeps the object of this finding from being made; nil where it is none.
  public func refusal(among findings: [Diagnostic]) -> Diagnostic? {
    guard code == Refusal.consequenceCode else { return nil }
    return findings.first { other in
      [Refusal.findingCode, Refusal.consequenceCode].contains(other.code) && other.subject != subject
        && other.location.map { message.contains("(\($0.fileAndLine))") } ?? false
    }
  }
}
