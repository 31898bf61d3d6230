internal import Documents

/// Keeps a replacement of the whole document from changing what came through the provisioning API. The texts for contact
/// points are recorded [9.3 10.1 alertmanager], the others are those of Grafana's source, recalled.
struct ProvisioningGuard {
  let old: AlertmanagerConfiguration
  let new: AlertmanagerConfiguration
  let state: NotificationState
  let lens: NotificationLens

  func check() throws(Refusal) {
    if state.provenance(.policies) != .none, old.policies != new.policies {
      throw Refusal.failed(400, "policies were provisioned and cannot be changed through the UI")
    }
    try checkTemplates()
    try checkContactPoints()
    try checkTimeIntervals()
  }

  private func checkTemplates() throws(Refusal) {
    for (name, text) in old.templates ?? [:] where state.provenance(.template(name)) != .none {
      guard let kept = new.templates?[name] else {
        throw Refusal.failed(400, "cannot delete provisioned template '\(name)'")
      }
      guard kept == text else { throw Refusal.failed(400, "cannot save provisioned template '\(name)'") }
    }
  }

  private func checkContactPoints() throws(Refusal) {
    for integration in old.receivers.flatMap(\.integrations)
    where state.provenance(.contactPoint(integration.uid)) != .none {
      guard let place = new.place(of: integration.uid) else {
        throw Refusal.failed(400, "cannot delete provisioned contact point '\(integration.name)'")
      }
      let kept = new.receivers[place.receiver].integrations[place.integration]
      guard !lens.guardsProvisionedContactPoints || kept == integration else {
        throw Refusal.failed(400, "cannot save provisioned contact point '\(integration.name)'")
      }
    }
  }

  private func checkTimeIntervals() throws(Refusal) {
    for interval in old.timeIntervals where state.provenance(.timeInterval(interval.name)) != .none {
      guard let place = new.timeInterval(interval.name) else {
        throw Refusal.failed(400, "cannot delete provisioned mute time '\(interval.name)'")
      }
      guard new.timeIntervals[place] == interval else {
        throw Refusal.failed(400, "cannot save provisioned mute time '\(interval.name)'")
      }
    }
  }
}
