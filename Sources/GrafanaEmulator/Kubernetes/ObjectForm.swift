/// In which form a client wants objects: the `as` parameter of its `Accept` header.
enum ObjectForm: Sendable {
  case full
  case metadata
  case table

  init(accept: String?) {
    let text = accept ?? ""
    if text.contains("as=Table") {
      self = .table
    } else if text.contains("as=PartialObjectMetadata") {
      self = .metadata
    } else {
      self = .full
    }
  }
}
