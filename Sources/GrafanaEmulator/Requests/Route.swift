/// A route's endpoint and who may call it.
struct Route: Sendable {
  let access: Access
  let endpoint: Endpoint
}
