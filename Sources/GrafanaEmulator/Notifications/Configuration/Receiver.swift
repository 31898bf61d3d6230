/// A contact point as policies name it: a group of integrations.
struct Receiver: Sendable {
  var name: String
  var integrations: [Integration]

  /// The name in `/apis`: base64 of the title, with the letters for URLs and without padding.
  var kubernetesName: String { ObjectName.encoded(name) }
}
