import Base
import Plan

/// The words and signs for actions that plans and reports share.
public enum ActionWords {
  static func symbol(_ verb: Action.Verb) -> String {
    switch verb {
    case .create: "+"
    case .update: "~"
    case .move: ">"
    case .repair, .report: "!"
    case .delete: "-"
    case .adopt, .forget, .rebaseline: "="
    }
  }

  static func tone(_ verb: Action.Verb) -> TextStyle.Tone {
    switch verb {
    case .create: .added
    case .update: .changed
    case .move: .moved
    case .repair, .report: .attention
    case .delete: .removed
    case .adopt, .forget, .rebaseline: .faint
    }
  }

  /// `created`, `updated`, …: as counts name it.
  public static func past(_ verb: Action.Verb) -> String {
    switch verb {
    case .create: "created"
    case .update: "updated"
    case .move: "moved"
    case .repair: "repaired"
    case .delete: "deleted"
    case .adopt: "adopted"
    case .forget: "forgotten"
    case .rebaseline: "equal"
    case .report: "reported"
    }
  }

  /// `Platform / Node overview`.
  static func name(_ action: Action) -> String {
    let title = PlainLine.make(action.title.isEmpty ? action.key.uid : action.title)
    return action.parentTitle.isEmpty ? title : PlainLine.make(action.parentTitle) + " / " + title
  }

  static func place(_ action: Action) -> String { PlainLine.make(action.origin.fileAndLine) }

  /// `from General to Platform`.
  static func journey(_ action: Action) -> String {
    func name(_ folder: String?) -> String {
      if let folder, !folder.isEmpty { return PlainLine.make(folder) }
      // What Grafana's own pages call the place of dashboards without a folder.
      return action.key.kind == .dashboard ? "General" : "the top level"
    }
    return "from \(name(action.formerParentTitle)) to \(name(action.parentTitle))"
  }

  /// What plans say of an action besides its object.
  static func intention(_ action: Action, now: Timestamp) -> String {
    let place = place(action)
    let reason = RelativeTime.withClockTimes(PlainLine.make(action.reason), now: now)
    let copy = action.keepsCopy ? "; a copy is kept" : ""
    switch action.verb {
    case .create: return place
    case .update: return action.keepsCopy ? "\(reason); will be changed\(copy) (\(place))" : place
    case .move: return "moves \(journey(action))\(copy) (\(place))"
    case .repair: return "\(reason)\(inlineEdit(action)); will be put back\(copy) (\(place))"
    case .delete: return "\(reason) (was \(place))\(copy)"
    case .adopt: return "\(reason); is taken over without a write (\(place))"
    case .forget: return "\(reason) (was \(place))"
    case .rebaseline: return "\(reason); only the memory of it changes (\(place))"
    case .report: return "\(reason)\(inlineEdit(action)); is left alone, by its drift policy (\(place))"
    }
  }

  /// What somebody did, where one short line says it all: `: httpMethod POST → GET`.
  static func inlineEdit(_ action: Action) -> String {
    guard let change = onlyShortChange(action), let before = change.before, let after = change.after else {
      return ""
    }
    // The plan goes from what is there to what is wanted; the edit went the other way.
    return ": \(PlainLine.make(change.summary)) \(PlainLine.make(after)) → \(PlainLine.make(before))"
  }

  /// The only change of an action that puts back or tells an edit, where it is short.
  private static func onlyShortChange(_ action: Action) -> Change? {
    guard action.verb == .repair || action.verb == .report, action.changes.count == 1,
      let change = action.changes.first, let before = change.before, let after = change.after,
      before.count + after.count <= 40, !(before + after).contains(where: \.isNewline)
    else { return nil }
    return change
  }

  /// The changes that are not told in the line of the action itself.
  static func listedChanges(_ action: Action) -> [Change] {
    onlyShortChange(action) == nil ? action.changes : []
  }
}
