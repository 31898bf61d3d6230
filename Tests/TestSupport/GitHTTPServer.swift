import Foundation

/// git-http-backend behind nginx and fcgiwrap: plain HTTP, and HTTPS that speaks TLS 1.3 only with a certificate of a
/// private authority for `localhost` and 127.0.0.1.
///
/// Paths: `/open/` for everybody, `/basic/` for `ada` with the password `wren & co`, `/bearer/` with the token
/// `token-1`, `/forbidden/` answers 403, `/old/` speaks protocol version 0, `/broken/` answers 500, `/down/`
/// redirects to plain HTTP.
public final class GitHTTPServer: Sendable {
  public static let isAvailable = ["nginx", "fcgiwrap", "git-http-backend", "openssl"].allSatisfy {
    GitProgram.find($0) != nil
  }
  public static let user = "ada"
  public static let password = "wren & co"
  public static let token = "token-1"

  public var port: Int { plain.number }
  public var securePort: Int { secure.number }
  /// The authority's certificate in PEM.
  public let authority: String
  private let plain: LoopbackPort
  private let secure: LoopbackPort
  private let certificates: TestAuthority
  private let folder: TemporaryDirectory
  private let programs: [ServerProgram]

  /// Serves the bare repositories in a folder.
  public init(_ served: String) async throws {
    folder = try TemporaryDirectory()
    plain = try LoopbackPort()
    secure = try LoopbackPort()
    certificates = try await TestAuthority()
    authority = try String(contentsOfFile: certificates.certificateFile, encoding: .utf8)
    let pair = try await certificates.issue("server", for: ["DNS:localhost", "IP:127.0.0.1"])
    let hash = try await GitProgram.run("openssl", ["passwd", "-apr1", Self.password])
    try folder.write("\(Self.user):\(hash)\n", to: "passwords")
    try folder.write(
      Self.configuration(folder.path, served, pair, port: plain.number, securePort: secure.number),
      to: "nginx.conf")
    let nothing = ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"]
    programs = [
      try ServerProgram("fcgiwrap", ["-c", "2", "-s", "unix:\(folder.file("fcgi"))"], environment: nothing),
      try ServerProgram(
        "nginx", ["-p", folder.path, "-c", folder.file("nginx.conf"), "-e", folder.file("errors")]),
    ]
    // nginx listens before the program behind it does, and answers 502 until then.
    let socket = folder.file("fcgi")
    guard await eventually({ LoopbackSocket.isListening(at: socket) }) else {
      throw GitProgram.Failure(description: "nothing listens at \(socket)")
    }
    try await plain.waitForServer()
    try await secure.waitForServer()
  }

  public func url(_ area: String = "open", _ name: String = "config.git") -> String {
    "http://127.0.0.1:\(port)/\(area)/\(name)"
  }

  public func secureURL(_ area: String = "open", _ name: String = "config.git", host: String = "127.0.0.1")
    -> String
  {
    "https://\(host):\(securePort)/\(area)/\(name)"
  }

  private static func configuration(
    _ folder: String, _ served: String, _ pair: (certificate: String, key: String), port: Int, securePort: Int
  ) -> String {
    """
    \(getuid() == 0 ? "user root root;" : "")
    daemon off;
    master_process off;
    pid \(folder)/pid;
    error_log \(folder)/errors warn;
    events { worker_connections 128; }
    http {
      access_log off;
      client_body_temp_path \(folder)/body;
      fastcgi_temp_path \(folder)/fastcgi;
      proxy_temp_path \(folder)/proxy;
      uwsgi_temp_path \(folder)/uwsgi;
      scgi_temp_path \(folder)/scgi;
      client_max_body_size 100m;
      server {
        listen 127.0.0.1:\(port);
        listen 127.0.0.1:\(securePort) ssl;
        ssl_certificate \(pair.certificate);
        ssl_certificate_key \(pair.key);
        ssl_protocols TLSv1.3;
        location ~ ^/open(/.*)$ { \(backend(folder, served)) }
        location ~ ^/old(/.*)$ { \(backend(folder, served, version: "")) }
        location ~ ^/basic(/.*)$ {
          auth_basic "git";
          auth_basic_user_file \(folder)/passwords;
          \(backend(folder, served))
        }
        location ~ ^/bearer(/.*)$ {
          if ($http_authorization != "Bearer \(token)") { return 401; }
          \(backend(folder, served))
        }
        location /forbidden/ { return 403; }
        location /broken/ { return 500; }
        location ~ ^/down/(.*)$ { return 302 http://127.0.0.1:\(port)/open/$1?$args; }
        location /page/ { default_type text/html; return 200 "<html></html>"; }
      }
    }
    """
  }

  private static func backend(_ folder: String, _ served: String, version: String = "$http_git_protocol")
    -> String
  {
    """
    fastcgi_pass unix:\(folder)/fcgi;
    fastcgi_param SCRIPT_FILENAME \(GitProgram.find("git-http-backend") ?? "");
    fastcgi_param GIT_PROJECT_ROOT \(served);
    fastcgi_param GIT_HTTP_EXPORT_ALL 1;
    fastcgi_param PATH_INFO $1;
    fastcgi_param GIT_PROTOCOL "\(version)";
    fastcgi_param REQUEST_METHOD $request_method;
    fastcgi_param QUERY_STRING $query_string;
    fastcgi_param CONTENT_TYPE $content_type;
    fastcgi_param CONTENT_LENGTH $content_length;
    fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
    fastcgi_param REMOTE_USER $remote_user;
    fastcgi_param REMOTE_ADDR $remote_addr;
    """
  }
}
