import Base

/// Findings of several phases put together.
enum HeldBack {
  static func findings(_ diagnostics: [Diagnostic], _ problems: [[Diagnostic]]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return (diagnostics + problems.joined()).filter { seen.insert($0).inserted }.sorted()
  }

  /// How many objects the errors among the findings hold back.
  static func count(_ findings: [Diagnostic]) -> Int {
    var objects: Set<ObjectReference> = []
    var files: Set<String> = []
    for finding in findings where finding.severity == .error {
      if let subject = finding.subject {
        objects.insert(subject)
      } else {
        files.insert(finding.location?.file ?? "")
      }
    }
    return objects.count + files.count
  }
}
