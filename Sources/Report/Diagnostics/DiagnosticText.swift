import Base

/// Findings as compilers print them: what, where with the line and a caret, what to do, what it means.
public enum DiagnosticText {
  /// All findings with a blank line between them, ending with a line break; an empty text for none.
  ///
  /// - Parameter kept: tells for each error what the target keeps; nil where no target is meant (`validate`).
  public static func render(
    _ diagnostics: [Diagnostic], kept: KeptRevisions? = nil, style: TextStyle = .plain
  ) -> String {
    FindingGroup.make(diagnostics).map { lines($0, kept: kept, style: style).map { $0 + "\n" }.joined() }
      .joined(separator: "\n")
  }

  /// The findings of one cause, without line breaks.
  static func lines(
    _ group: FindingGroup, kept: KeptRevisions? = nil, style: TextStyle = .plain
  ) -> [String] {
    lines(group.first, kept: kept, style: style) + (group.rest.map { ["  " + PlainLine.make($0)] } ?? [])
  }

  /// One finding, without line breaks.
  public static func lines(
    _ diagnostic: Diagnostic, kept: KeptRevisions? = nil, style: TextStyle = .plain
  ) -> [String] {
    let tone: TextStyle.Tone =
      switch diagnostic.severity {
      case .error: .removed
      case .warning: .changed
      case .notice: .moved
      }
    let subject = diagnostic.subject.map { "\($0): " } ?? ""
    let what = PlainLine.make(subject + diagnostic.message)
    var lines = [style.paint(diagnostic.severity.rawValue + ":", tone) + " " + style.paint(what, .strong)]
    if let location = diagnostic.location {
      lines.append("  " + PlainLine.make(location.description))
      if let excerpt = diagnostic.excerpt {
        lines += ExcerptText.lines(excerpt, at: location.position, style: style, tone: tone)
      }
    }
    if let remedy = diagnostic.remedy { lines.append("  " + PlainLine.make(remedy)) }
    if let kept, let sentence = kept.sentence(diagnostic) { lines.append("  " + sentence) }
    return lines
  }

  /// `2 errors and 1 warning in 217 objects.`, or `217 objects are valid.` What has one cause is one error. Nothing at all is
  /// hardly what somebody wanted to be told valid.
  public static func summary(_ diagnostics: [Diagnostic], objectCount: Int, skippedCount: Int = 0) -> String {
    let groups = FindingGroup.make(diagnostics).map(\.first)
    let errors = groups.count { $0.severity == .error }
    let warnings = groups.count { $0.severity == .warning }
    let objects = Amount.count(objectCount, "object")
    let skipped =
      skippedCount == 0
      ? ""
      : " \(Amount.count(skippedCount, "document")) of other kinds \(skippedCount == 1 ? "was" : "were") skipped."
    if errors == 0, warnings == 0, objectCount == 0 { return "There are no objects here." + skipped }
    if errors == 0, warnings == 0 {
      return "\(objects) \(objectCount == 1 ? "is" : "are") valid." + skipped
    }
    let parts = [
      errors > 0 ? Amount.count(errors, "error") : nil,
      warnings > 0 ? Amount.count(warnings, "warning") : nil,
    ].compactMap { $0 }
    return parts.joined(separator: " and ") + " in \(objects)." + skipped
  }
}
