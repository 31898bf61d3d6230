/// One thing that is wrong (or odd) in the repository: what, where, why and what to do about it.
///
/// A diagnostic is data. Phases collect them, so that one run tells all of them together, sorted by file and line.
public struct Diagnostic: Hashable, Sendable {
  /// How much the finding matters.
  public enum Severity: String, Hashable, Sendable {
    /// The object is held back; the workspace keeps the last good version.
    case error
    /// The object is applied all the same.
    case warning
    /// Worth a line, nothing is wrong.
    case notice
  }

  /// A line of the file and the place in it, for printing with a caret.
  public struct Excerpt: Hashable, Sendable {
    /// The text of the line, without its end; of a long line the part around the place.
    public let text: String
    /// Where in `text` the caret stands, in bytes of UTF-8 from 1.
    public let column: Int
    /// What is expected or found at the caret, or an empty string.
    public let label: String

    public init(text: String, column: Int, label: String) {
      self.text = text
      self.column = column
      self.label = label
    }
  }

  /// The code of what a `Grafana` with errors holds back: the findings about that are their cause.
  public static let heldBackInstance = "instance-held-back"

  /// What those findings say, by which their cause is found.
  public static func heldBackMessage(by instance: ObjectReference) -> String {
    "its workspace, \(instance), is held back"
  }

  public let severity: Severity
  /// A fixed name for grouping in metrics and statuses, without values: `unknown-field`.
  public let code: String
  /// The object concerned; nil where a file could not be read far enough to know it.
  public let subject: ObjectReference?
  public let location: SourceLocation?
  /// What is wrong and why, without a final full stop.
  public let message: String
  /// What to do, as a sentence without a final full stop; nil where the message says it.
  public let remedy: String?
  public let excerpt: Excerpt?

  public init(
    _ severity: Severity, code: String, subject: ObjectReference? = nil, at location: SourceLocation? = nil,
    _ message: String, remedy: String? = nil, excerpt: Excerpt? = nil
  ) {
    self.severity = severity
    self.code = code
    self.subject = subject
    self.location = location
    self.message = message
    self.remedy = remedy
    self.excerpt = excerpt
  }

  /// The same finding, told of another object.
  public func about(_ subject: ObjectReference) -> Diagnostic {
    Diagnostic(
      severity, code: code, subject: subject, at: location, message, remedy: remedy, excerpt: excerpt)
  }
}

extension Diagnostic {
  /// The same in other words: for taking secrets out. Codes, objects and places stay as they are.
  public func mapTexts(_ transform: (String) -> String) -> Diagnostic {
    Diagnostic(
      severity, code: code, subject: subject, at: location, transform(message),
      remedy: remedy.map(transform),
      excerpt: excerpt.map {
        Excerpt(text: transform($0.text), column: $0.column, label: transform($0.label))
      })
  }
}

extension Diagnostic: Comparable {
  /// By file, line and column; findings without a place come first.
  public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    switch (left.location, right.location) {
    case (nil, nil): left.message < right.message
    case (nil, _): true
    case (_, nil): false
    case (let one?, let other?): one == other ? left.message < right.message : one < other
    }
  }
}
