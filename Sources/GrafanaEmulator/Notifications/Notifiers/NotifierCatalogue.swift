/// The kinds of integrations of one version. Types, names and secret keys are those of `/api/alert-notifiers`
/// [recordings: plugins]; the texts for email, Slack and webhooks are recorded, the others are recalled.
struct NotifierCatalogue: Sendable {
  let types: [NotifierType]

  func type(_ name: String) -> NotifierType? { types.first { $0.type == name } }

  /// The same whatever the case of the name.
  func type(ignoringCase name: String) -> NotifierType? {
    let lower = name.lowercased()
    return types.first { $0.type.lowercased() == lower }
  }

  static let version8 = NotifierCatalogue(types: [
    dingding, kafka, email, pagerduty, victorops, pushover, slack, sensugo, teams, telegram, webhook, wecom,
    alertmanager, discord, googlechat, line, threema, opsgenie,
  ])

  static let version9 = version8.changed(adding: [webex]) {
    switch $0.type {
    case "webhook": $0.secrets = ["authorization_credentials", "password"]
    case "wecom": $0.secrets = ["secret", "url"]
    default: break
    }
  }

  static let version10 = version9.changed(adding: []) {
    if $0.type == "kafka" { $0.secrets = ["password"] }
  }

  static let version12 = version10.changed(adding: [jira, mqtt, oncall, sns]) {
    switch $0.type {
    case "dingding", "discord", "googlechat", "victorops": $0.secrets = ["url"]
    case "webhook":
      $0.secrets += [
        "tlsConfig.caCertificate", "tlsConfig.clientCertificate", "tlsConfig.clientKey", "hmacConfig.secret",
      ]
    default: break
    }
    if $0.type == "googlechat" {
      $0.name = "Google Chat"
      $0.heading = "Google Chat settings"
    }
  }

  /// Those of notification channels, and of `/api/alert-notifiers` where legacy alerting runs [8.4.11-legacy plugins].
  static let legacy = NotifierCatalogue(
    types: version8.changed(adding: [hipchat, sensu]) {
      switch $0.type {
      case "prometheus-alertmanager":
        $0.name = "Prometheus Alertmanager"
        $0.heading = "Alertmanager settings"
      case "webhook": $0.name = "webhook"
      default: break
      }
    }.types.filter { $0.type != "wecom" })

  private func changed(
    adding others: [NotifierType], _ change: (inout NotifierType) -> Void
  ) -> NotifierCatalogue {
    var all = types + others
    for index in all.indices { change(&all[index]) }
    return NotifierCatalogue(types: all)
  }

  private static let noURL = "could not find url property in settings"

  private static let alertmanager = NotifierType(
    "prometheus-alertmanager", "Alertmanager", heading: "Alertmanager Settings",
    secrets: ["basicAuthPassword"], ["url": noURL])
  private static let dingding = NotifierType("dingding", "DingDing", ["url": noURL])
  private static let discord = NotifierType(
    "discord", "Discord", ["url": "could not find webhook url property in settings"])
  private static let email = NotifierType(
    "email", "Email", ["addresses": "could not find addresses in settings"])
  private static let googlechat = NotifierType("googlechat", "Google Hangouts Chat", ["url": noURL])
  private static let hipchat = NotifierType(
    "hipchat", "HipChat", ["url": noURL, "apiKey": "could not find apiKey property in settings"])
  private static let jira = NotifierType(
    "jira", "Jira", secrets: ["api_token", "password", "user"],
    [
      "api_url": "could not find api_url property in settings",
      "project": "could not find project property in settings",
      "issue_type": "could not find issue_type property in settings",
    ])
  private static let kafka = NotifierType(
    "kafka", "Kafka REST Proxy", heading: "Kafka settings",
    [
      "kafkaRestProxy": "could not find kafka rest proxy endpoint property in settings",
      "kafkaTopic": "could not find kafka topic property in settings",
    ])
  private static let line = NotifierType(
    "LINE", "LINE", heading: "LINE notify settings", secrets: ["token"],
    ["token": "could not find token in settings"])
  private static let mqtt = NotifierType(
    "mqtt", "MQTT",
    secrets: ["password", "tlsConfig.caCertificate", "tlsConfig.clientCertificate", "tlsConfig.clientKey"],
    ["brokerUrl": "MQTT broker URL must be specified", "topic": "MQTT topic must be specified"])
  private static let oncall = NotifierType(
    "oncall", "Grafana IRM", secrets: ["authorization_credentials", "password"],
    ["url": "required field 'url' is not specified"])
  private static let opsgenie = NotifierType(
    "opsgenie", "OpsGenie", secrets: ["apiKey"], ["apiKey": "could not find api key property in settings"])
  private static let pagerduty = NotifierType(
    "pagerduty", "PagerDuty", secrets: ["integrationKey"],
    ["integrationKey": "could not find integration key property in settings"])
  private static let pushover = NotifierType(
    "pushover", "Pushover", secrets: ["apiToken", "userKey"],
    ["userKey": "user key not found", "apiToken": "API token not found"])
  private static let sensu = NotifierType("sensu", "Sensu", ["url": noURL])
  private static let sensugo = NotifierType(
    "sensugo", "Sensu Go", heading: "Sensu Go Settings", secrets: ["apikey"],
    [
      "url": "could not find URL property in settings",
      "apikey": "could not find the API key property in settings",
    ])
  private static let slack = NotifierType(
    "slack", "Slack", secrets: ["token", "url"],
    [
      "recipient|url": "recipient must be specified when using the Slack chat API",
      "token|url": "token must be specified when using the Slack chat API",
    ])
  private static let sns = NotifierType(
    "sns", "AWS SNS", secrets: ["sigv4.access_key", "sigv4.secret_key"],
    [
      "topic_arn|phone_number|target_arn":
        "must provide either a Target ARN, Topic ARN, or Phone Number for SNS config"
    ])
  private static let teams = NotifierType(
    "teams", "Microsoft Teams", heading: "Teams settings", ["url": noURL])
  private static let telegram = NotifierType(
    "telegram", "Telegram", heading: "Telegram API settings", secrets: ["bottoken"],
    ["bottoken": "could not find Bot Token in settings", "chatid": "could not find Chat Id in settings"])
  private static let threema = NotifierType(
    "threema", "Threema Gateway", secrets: ["api_secret"],
    [
      "gateway_id": "could not find Threema Gateway ID in settings",
      "recipient_id": "could not find Threema Recipient ID in settings",
      "api_secret": "could not find Threema API secret in settings",
    ])
  private static let victorops = NotifierType(
    "victorops", "VictorOps", ["url": "could not find victorops url property in settings"])
  private static let webex = NotifierType(
    "webex", "Cisco Webex Teams", heading: "Webex settings", secrets: ["bot_token"],
    ["room_id": "room_id is required", "bot_token": "bot_token is required"])
  private static let webhook = NotifierType(
    "webhook", "Webhook", secrets: ["password"], ["url": "required field 'url' is not specified"])
  private static let wecom = NotifierType(
    "wecom", "WeCom", secrets: ["url"], ["url|secret": "either url or secret is required"])
}
