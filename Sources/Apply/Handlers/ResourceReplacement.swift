import Documents
import Grafana

/// The whole of an object of the Kubernetes-style API, in the place of what is there: a server keeps nothing that a
/// replacement does not have.
struct ResourceReplacement {
  let model: JSON
  /// Of the last write; nil where nothing is known of it.
  let baseline: ResourceBaseline?
  /// As the baseline was made with.
  let digestKey: [UInt8]

  /// Of those the manifest can name none: other controllers set them.
  private static let others = ["finalizers", "ownerReferences"]

  /// Labels and annotations that the manifest does not name stay; those that it named before go, and the folder is where
  /// it says.
  /// - Parameters:
  ///   - namespace: nil for kinds without.
  ///   - existing: nil where it is to be made.
  func object(kind: String, name: String, namespace: String?, over existing: JSON?) -> JSON {
    var metadata = JSONObject([("name", .string(name))])
    if let namespace { metadata["namespace"] = .string(namespace) }
    let present = existing?["metadata"]
    for member in ["resourceVersion"] + Self.others {
      if let value = present?[member] { metadata[member] = value }
    }
    for (field, former) in former(in: existing) {
      var texts = (present?[field]?.objectValue ?? JSONObject()).filter { !former.contains($0) }
      for member in model[field]?.objectValue?.members ?? [] { texts[member.key] = member.value }
      if !texts.isEmpty { metadata[field] = .object(texts) }
    }
    return [
      "apiVersion": model["apiVersion"] ?? "", "kind": .string(kind), "metadata": .object(metadata),
      "spec": model["spec"] ?? [:],
    ]
  }

  /// Whether an object has nothing left that the manifest named before and names no longer.
  func isFree(ofFormer existing: JSON) -> Bool {
    former(in: existing).allSatisfy { field, names in
      names.subtracting(model[field]?.objectValue?.keys ?? []).subtracting([ResourceForm.folder]).isEmpty
    }
  }

  /// The names that an object has from the manifest as it was, and the folder.
  private func former(in existing: JSON?) -> [(field: String, names: Set<String>)] {
    let metadata = existing?["metadata"]
    return [
      (
        "annotations",
        (baseline?.annotations.among(metadata?["annotations"], key: digestKey) ?? [])
          .union([ResourceForm.folder])
      ),
      ("labels", baseline?.labels.among(metadata?["labels"], key: digestKey) ?? []),
    ]
  }
}
