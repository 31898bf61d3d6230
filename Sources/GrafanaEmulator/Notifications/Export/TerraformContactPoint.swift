internal import Documents

/// A contact point as the resource of Terraform's Grafana provider [12.4 contact_points: export-format-hcl]. The names are
/// those of the provider; what is not recorded is from Grafana's source.
enum TerraformContactPoint {
  static func block(_ name: String, _ integrations: [(type: String, settings: JSONObject, isSilent: Bool)])
    -> TerraformBlock
  {
    let label = "contact_point_\(RollingHash.text(of: name))"
    var resource = TerraformBlock(head: "resource \"grafana_contact_point\" \"\(label)\"")
    resource.items.append(.attribute("name", JSON(name)))
    for (type, block, keys) in table {
      for integration in integrations where integration.type == type {
        var inner = TerraformBlock(head: block)
        if integration.isSilent { inner.items.append(.attribute("disable_resolve_message", true)) }
        inner.items += keys.split(separator: " ").compactMap { item($0, integration.settings) }
        resource.items.append(.block(inner))
      }
    }
    return resource
  }

  /// - Parameter key: `name` in settings, or `name=attribute` where Terraform's differs. A mark before it says more: `!`
  ///   is shown even where it is not set, `#` is a number, `@` a list of addresses, `%` a block.
  private static func item(_ key: Substring, _ settings: JSONObject) -> TerraformBlock.Item? {
    let mark = key.first.flatMap { "!#@%".contains($0) ? $0 : nil }
    let names = (mark == nil ? key : key.dropFirst()).split(separator: "=").map(String.init)
    guard let name = names.first, let attribute = names.last else { return nil }
    let value = settings[name] ?? .null
    switch mark {
    case "!": return .attribute(attribute, value.isNull ? "" : value)
    case "#":
      guard let number = value.intValue ?? value.stringValue.flatMap({ Int($0) }) else { return nil }
      return .attribute(attribute, JSON(number))
    case "@":
      let separators: Set<Character> = [";", ",", "\n"]
      let list = (value.stringValue ?? "").split { separators.contains($0) }.map { Text.trimmed(String($0)) }
      return .attribute(attribute, JSON(texts: list))
    case "%":
      guard let object = value.objectValue, let keys = blocks[name] else { return nil }
      var block = TerraformBlock(head: attribute)
      block.items = keys.split(separator: " ").compactMap { item($0, object) }
      return .block(block)
    default: return value.isNull ? nil : .attribute(attribute, value)
    }
  }

  private static let certificates =
    "insecureSkipVerify=insecure_skip_verify caCertificate=ca_certificate clientCertificate=client_certificate"
    + " clientKey=client_key"

  private static let blocks = [
    "tlsConfig": certificates, "sigv4": "region access_key secret_key profile role_arn",
    "hmacConfig": "secret !header !timestampHeader=timestamp_header", "payload": "template vars",
  ]

  private static let calls =
    "!url httpMethod=http_method #maxAlerts=max_alerts authorization_scheme authorization_credentials"
    + " username=basic_auth_user password=basic_auth_password"

  /// Types, their blocks and settings, in the order of the export.
  private static let table: [(type: String, block: String, keys: String)] = [
    (
      "prometheus-alertmanager", "alertmanager",
      "!url basicAuthUser=basic_auth_user basicAuthPassword=basic_auth_password"
    ), ("dingding", "dingding", "!url msgType=message_type title message"),
    ("discord", "discord", "!url title message avatar_url use_discord_username"),
    ("email", "email", "@addresses singleEmail=single_email message subject"),
    ("googlechat", "googlechat", "!url title message"),
    (
      "jira", "jira",
      "!api_url !project !issue_type summary description labels priority resolve_transition reopen_transition"
        + " reopen_duration wont_fix_resolution dedup_key_field user password api_token fields"
    ),
    (
      "kafka", "kafka",
      "!kafkaRestProxy=rest_proxy_url !kafkaTopic=topic description details username password"
        + " apiVersion=api_version kafkaClusterId=cluster_id"
    ), ("LINE", "line", "!token title description"),
    (
      "mqtt", "mqtt",
      "brokerUrl=broker_url clientId=client_id topic message messageFormat=message_format username password"
        + " #qos retain %tlsConfig=tls_config"
    ),
    (
      "opsgenie", "opsgenie",
      "!apiKey=api_key apiUrl=url message description autoClose=auto_close overridePriority=override_priority"
        + " sendTagsAs=send_tags_as"
    ),
    (
      "pagerduty", "pagerduty",
      "!integrationKey=integration_key severity class component group summary source client client_url details url"
    ), ("oncall", "oncall", calls + " title message"),
    (
      "pushover", "pushover",
      "!userKey=user_key !apiToken=api_token #priority #okPriority=ok_priority #retry #expire device sound"
        + " okSound=ok_sound title message uploadImage=upload_image"
    ), ("sensugo", "sensugo", "!url !apikey=api_key entity check namespace handler message"),
    (
      "slack", "slack",
      "endpointUrl=endpoint_url url token recipient text title username icon_emoji icon_url"
        + " mentionChannel=mention_channel mentionUsers=mention_users mentionGroups=mention_groups color"
    ), ("sns", "sns", "api_url %sigv4 topic_arn phone_number target_arn subject message attributes"),
    ("teams", "teams", "!url message title sectiontitle=section_title"),
    (
      "telegram", "telegram",
      "!bottoken=token !chatid=chat_id !message_thread_id message parse_mode disable_web_page_preview"
        + " protect_content disable_notifications"
    ), ("threema", "threema", "!gateway_id !recipient_id !api_secret title description"),
    ("victorops", "victorops", "!url messageType=message_type title description"),
    (
      "webhook", "webhook", calls + " headers title message %tlsConfig %hmacConfig %payload"
    ), ("wecom", "wecom", "url secret agent_id corp_id message title msgtype=msg_type touser=to_user"),
    ("webex", "webex", "!bot_token=token api_url message room_id"),
  ]
}
