/// The key `blackbox_config` (blackbox_exporter v0.24, config/config.go), which the agent reads by yaml.v3 and without
/// asking for keys that are unknown. The names of probers and protocols are not looked at before a probe runs.
enum BlackboxSchema {
  static let configuration = MappingSchema(Fields(.map(.mapping(module)), "modules"))

  private static let module = MappingSchema(
    .text("prober"), Fields(.spelledDuration, "timeout"),
    Fields([
      "http": .mapping(http), "tcp": .mapping(tcp), "icmp": .mapping(icmp), "dns": .mapping(dns),
      "grpc": .mapping(grpc),
    ]))

  private static let address: Fields = .all(
    .text("preferred_ip_protocol source_ip_address"), .boolean("ip_protocol_fallback"))
  private static let tls = Fields(.mapping(HTTPClientSchema.tls), "tls_config")
  private static let expressions = ValueKind.list(.expression)

  private static let http = MappingSchema(
    HTTPClientSchema.fields, address, .text("method body compression"), .file("body_file"),
    .boolean("skip_resolve_phase_with_proxy no_follow_redirects fail_if_ssl fail_if_not_ssl"),
    .texts("valid_http_versions"), Fields(.base2Bytes, "body_size_limit"),
    Fields(expressions, "fail_if_body_matches_regexp fail_if_body_not_matches_regexp"),
    Fields(.list(.mapping(header)), "fail_if_header_matches fail_if_header_not_matches"),
    Fields(["headers": .map(.secret), "valid_status_codes": .list(.integer)]),
    rules: [
      HTTPClientSchema.check,
      { reading, reader in reader.refuseBoth("body", "body_file", reading) },
    ])

  private static let header = MappingSchema(
    .text("header"), Fields(.expression, "regexp"), .boolean("allow_missing"),
    rules: [{ reading, reader in reader.require(["header", "regexp"], reading) }])

  private static let tcp = MappingSchema(
    address, tls, .boolean("tls"),
    Fields(
      .list(.mapping(MappingSchema(Fields(.expression, "expect"), .secret("send"), .boolean("starttls")))),
      "query_response"))

  private static let icmp = MappingSchema(
    address, .integer("payload_size ttl"), .boolean("dont_fragment"),
    rules: [
      { reading, reader in
        guard let hops = reading.number("ttl"), hops < 0 || hops > 255 else { return }
        reader.refuse(
          "invalid-value", reading.path.key("ttl"), at: reading.position("ttl"), "is not between 0 and 255",
          remedy: "write a number of hops up to 255")
      }
    ])

  private static let dns = MappingSchema(
    address, tls, .text("transport_protocol query_name"), .texts("valid_rcodes"),
    .boolean("dns_over_tls recursion_desired"), Fields(.choice(classes, ignoresCase: false), "query_class"),
    Fields(.choice(types, ignoresCase: false), "query_type"),
    Fields(.mapping(records), "validate_answer_rrs validate_authority_rrs validate_additional_rrs"),
    rules: [{ reading, reader in reader.require(["query_name"], reading) }])

  private static let records = MappingSchema(
    .texts(
      "fail_if_matches_regexp fail_if_all_match_regexp fail_if_not_matches_regexp fail_if_none_matches_regexp"
    ))

  private static let grpc = MappingSchema(address, tls, .text("service"), .boolean("tls"))

  private static let classes = ["IN", "CS", "CH", "HS", "NONE", "ANY", ""]

  /// Types of records that github.com/miekg/dns has names for.
  private static let types = words(
    """
    A AAAA AFSDB AMTRELAY ANY APL ATMA AVC AXFR CAA CDNSKEY CDS CERT CNAME CSYNC DHCID DLV DNAME DNSKEY DS EID EUI48
    EUI64 GID GPOS HINFO HIP HTTPS IPSECKEY ISDN IXFR KEY KX L32 L64 LOC LP MAILA MAILB MB MD MF MG MINFO MR MX NAPTR
    NID NIMLOC NINFO NS NSAP-PTR NSEC NSEC3 NSEC3PARAM NULL NXT None OPENPGPKEY OPT PTR PX RKEY RP RRSIG RT Reserved
    SIG SMIMEA SOA SPF SRV SSHFP SVCB TA TALINK TKEY TLSA TSIG TXT UID UINFO UNSPEC URI X25 ZONEMD
    """)

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init) + [""]
  }
}
