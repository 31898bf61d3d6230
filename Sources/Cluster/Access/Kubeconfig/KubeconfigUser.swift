import Base
import HTTP
import Platform

/// Reads who we are: a `user` of a kubeconfig. What runs programs or speaks for others is refused by name.
struct KubeconfigUser {
  let fields: KubeconfigFields
  let directory: String
  let files: ClusterFiles

  /// - Parameter settings: nil where the cluster is not known; the user is checked all the same.
  func complete(_ settings: inout ClusterSettings?) {
    refuseWhatIsNotSupported()
    let identity = identity()
    let (credentials, field) = credentials()
    fields.ignore("extensions")
    fields.refuseOthers()
    settings?.identity = identity
    guard let credentials, let server = settings?.server else { return }
    if server.scheme == "http", !server.isLoopback {
      fields.add(
        field, "\(fields.path(field)) would be sent in clear, since the server's address begins with http:",
        remedy: "give the server's https address")
    }
    settings?.credentials = credentials
    settings?.credentialsPlace = "\(fields.path(field)) of the kubeconfig"
  }

  private func refuseWhatIsNotSupported() {
    let remedy =
      "give a token, a tokenFile or a client certificate; kubectl create token makes one for a service account"
    fields.refuse("exec", "runs a program for the credentials, which is not supported", remedy: remedy)
    fields.refuse("auth-provider", "is not supported, and gone from kubectl too", remedy: remedy)
    for field in ["as", "as-uid", "as-groups", "as-user-extra"] {
      fields.refuse(
        field, "acts for somebody else, which is not supported",
        remedy: "give the credentials of that one itself")
    }
  }

  private func identity() -> HTTPClient.Identity? {
    let file = KubeconfigFile(fields: fields, directory: directory, files: files)
    let certificate = file.pem("client-certificate", of: "CERTIFICATE")
    let key = file.pem("client-key", of: "PRIVATE KEY")
    let places = ["client-certificate", "client-key"].map { field in
      ["\(field)-data", field].first(where: fields.has)
    }
    if let lonely = places[0] ?? places[1], places.contains(nil) {
      let (what, missing) = places[0] == nil ? ("key", "certificate") : ("certificate", "key")
      fields.add(lonely, "\(fields.name) has a client \(what) without a \(missing)", remedy: "give both")
    }
    guard let certificate, let key else { return nil }
    return HTTPClient.Identity(certificate: certificate, key: SecretValue(key))
  }

  private func credentials() -> (ClusterSettings.Credentials?, field: String) {
    let token = fields.text("token")
    let tokenFile = fields.text("tokenFile")
    let user = fields.text("username")
    let password = fields.text("password")
    if token != nil, tokenFile != nil {
      // Which one counts is said otherwise in different releases of client-go.
      fields.add(
        "tokenFile", "\(fields.name) has a token and a tokenFile", remedy: "keep the one that is meant")
    }
    if (token ?? tokenFile) != nil, user != nil {
      fields.add(
        "username", "\(fields.name) has a token and a username", remedy: "keep the one that is meant")
    }
    if let token { return (.token(SecretValue(token).trimmed), "token") }
    if let tokenFile {
      let file = KubeconfigFile(fields: fields, directory: directory, files: files)
      guard let bytes = file.read(tokenFile, "tokenFile") else { return (nil, "tokenFile") }
      let token = SecretValue(bytes).trimmed
      if token.isEmpty {
        fields.add(
          "tokenFile", "\(fields.path("tokenFile")): the file is empty", remedy: "write a token to it")
      }
      return (.token(token), "tokenFile")
    }
    guard let user else {
      if password != nil {
        fields.add("password", "\(fields.name) has a password without a username", remedy: "give both")
      }
      return (nil, "username")
    }
    return (.basic(user: user, password: SecretValue(password ?? "")), "username")
  }
}

extension HTTPURL {
  /// Whether nothing that is sent there leaves this machine.
  fileprivate var isLoopback: Bool { host == "localhost" || IPAddress(host)?.scope == .loopback }
}
