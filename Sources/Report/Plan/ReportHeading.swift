import Base

/// `prod · main@sha1:3f2c9e1 "raise CPU alert to 85%" (Ada, 4 minutes ago)`.
enum ReportHeading {
  static func line(_ environment: String, _ revision: RevisionSummary, now: Timestamp, style: TextStyle)
    -> String
  {
    let subject = PlainLine.make(revision.subject)
    let when = RelativeTime.sentence(revision.committed, now: now)
    let author = PlainLine.make(revision.author)
    return style.paint(environment, .strong) + " · " + PlainLine.make(revision.short)
      + (subject.isEmpty ? "" : " \"\(subject)\"") + " (\(author.isEmpty ? "" : author + ", ")\(when))"
  }
}
