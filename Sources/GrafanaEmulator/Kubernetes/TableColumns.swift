internal import Documents

/// The columns of a list as a table [12.4 kubernetes_listing: dashboards-table, folders-table].
enum TableColumns {
  static func definitions(of kind: KubernetesKind) -> JSON {
    kind == .folder
      ? [name, column("Title", "The display name"), column("Parent", "Parent folder UID")]
      : [name, column("Title", "The dashboard name"), createdAt]
  }

  static func cells(of object: KubernetesObject) -> JSON {
    let last =
      object.kind == .folder ? object.annotations[AnnotationName.folder] ?? "" : object.created.text
    return [JSON(object.name), JSON(object.title), JSON(last)]
  }

  private static func column(
    _ name: String, _ description: String, type: String = "string", format: String = "string"
  ) -> JSON {
    [
      "name": JSON(name), "type": JSON(type), "format": JSON(format), "description": JSON(description),
      "priority": 0,
    ]
  }

  private static let name = column(
    "Name",
    "Name must be unique within a namespace. Is required when creating resources, although some resources may"
      + " allow a client to request the generation of an appropriate name automatically. Name is primarily"
      + " intended for creation idempotence and configuration definition. Cannot be updated. More info:"
      + " https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names",
    format: "name")

  private static let createdAt = column(
    "Created At",
    "CreationTimestamp is a timestamp representing the server time when this object was created. It is not"
      + " guaranteed to be set in happens-before order across separate operations. Clients may not set this"
      + " value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null"
      + " for lists. More info:"
      + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
    type: "date", format: "")
}
