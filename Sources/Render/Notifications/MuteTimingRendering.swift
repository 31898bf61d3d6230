import Base
import Documents
import Manifests

/// Makes the mute timing of the provisioning API of a manifest's intervals (reference grafana-http-api.md section 6.5).
enum MuteTimingRendering {
  static func render(_ timing: GrafanaMuteTiming) -> RenderedDocument {
    let model = JSONObject([
      ("name", .string(timing.name)),
      ("time_intervals", .array(timing.intervals.map { .object(interval($0)) })),
    ])
    return RenderedDocument(
      kind: .muteTiming, common: timing.common, uid: timing.name, title: timing.name,
      body: DocumentBody(model, isEditable: timing.isEditable), features: [.alertProvisioning])
  }

  private static func interval(_ interval: MuteInterval) -> JSONObject {
    var model = JSONObject()
    if !interval.times.isEmpty {
      model["times"] = .array(
        interval.times.map { ["start_time": .string($0.start), "end_time": .string($0.end)] })
    }
    for (name, list) in [
      ("weekdays", interval.weekdays), ("days_of_month", interval.daysOfMonth), ("months", interval.months),
      ("years", interval.years),
    ] where !list.isEmpty {
      model[name] = .array(list.map { .string($0) })
    }
    if let location = interval.location { model["location"] = .string(location) }
    return model
  }
}
