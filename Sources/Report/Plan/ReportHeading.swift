import Base

/// `prod · main@sha1:3f2c9e1 "raise CPU alert to 85%" (Ada, 4 minutes ago)`.
enum ReportHeading {
  static func line(_ environment: String, _ revision: RevisionSummary, now: Timestamp, style: TextStyle)
    -> String
  {
    // Nothing is known of a source that could never be read.
    guard !revision.commit.isEmpty else { return style.paint(environment, .strong) + " · no revision yet" }
    let subject = PlainLine.make(revision.subject)
    let when = RelativeTime.sentence(revision.committed, now: now)
    let author = PlainLine.make(revision.author)
    return style.paint(environment, .strong) + " · " + PlainLine.make(revision.short)
      + (subject.isEmpty ? "" : " \"\(subject)\"") + " (\(author.isEmpty ? "" : author + ", ")\(when))"
  }
}
