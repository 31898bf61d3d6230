import Documents
import Render

/// Brings a library panel into the form that is compared.
public enum LibraryPanelForm {
  public static func content(of panel: RemoteLibraryPanel) -> JSONObject {
    LibraryPanelModel.content(name: panel.name, model: panel.model)
  }

  /// What is stored is what is wanted where only numbers are rounded or a converted data source has its new type: then both
  /// are the same. All servers read the model into doubles and write it anew (Grafana, syncFieldsWithModel).
  public static func compared(_ wanted: JSONObject, _ stored: JSONObject) -> (wanted: JSON, stored: JSON) {
    let (one, other) = (JSON.object(wanted), JSON.object(stored))
    return (one, DashboardForm.isEquivalent(wanted: one, stored: other) ? one : other)
  }
}
