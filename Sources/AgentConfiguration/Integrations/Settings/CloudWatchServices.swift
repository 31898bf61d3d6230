/// Services that the exporter of CloudWatch knows, by namespace and by short name (yet-another-cloudwatch-exporter
/// v0.60.0, pkg/config/services.go).
enum CloudWatchServices {
  static func contains(_ name: String) -> Bool { names.contains(name) }

  /// A namespace, then its short name where it has one of its own; otherwise that is the last part in lower case.
  private static let written = """
    CWAgent AWS/Usage AWS/CertificateManager=acm AWS/ACMPrivateCA=acm-pca AmazonMWAA=airflow AWS/MWAA
    AWS/ApplicationELB=alb AWS/AppStream AWS/Backup AWS/ApiGateway AWS/AmazonMQ=mq AWS/AppSync AWS/Athena
    AWS/AutoScaling=asg AWS/ElasticBeanstalk=beanstalk AWS/Billing AWS/Cassandra AWS/CloudFront
    AWS/Cognito=cognito-idp AWS/DataSync AWS/DMS AWS/DDoSProtection=shield AWS/DocDB AWS/DX AWS/DynamoDB AWS/EBS
    AWS/ElastiCache=ec AWS/MemoryDB AWS/EC2 AWS/EC2Spot=ec2Spot AWS/ECS=ecs-svc
    ECS/ContainerInsights=ecs-containerinsights AWS/EFS AWS/ELB AWS/ElasticMapReduce=emr
    AWS/EMRServerless=emr-serverless AWS/ES AWS/Firehose AWS/FSx AWS/GameLift AWS/GatewayELB=gwlb
    AWS/GlobalAccelerator=ga Glue AWS/IoT AWS/Kafka AWS/KafkaConnect AWS/Kinesis
    AWS/KinesisAnalytics=kinesis-analytics AWS/KMS AWS/Lambda AWS/MediaConnect AWS/MediaConvert AWS/MediaLive
    AWS/MediaTailor AWS/Neptune AWS/NetworkFirewall=nfw AWS/NATGateway=ngw AWS/NetworkELB=nlb
    AWS/PrivateLinkEndpoints=vpc-endpoint AWS/PrivateLinkServices=vpc-endpoint-service AWS/Prometheus=amp AWS/QLDB
    AWS/RDS AWS/Redshift AWS/Route53Resolver=route53-resolver AWS/Route53 AWS/S3 AWS/SecretsManager AWS/SES
    AWS/States=sfn AWS/SNS AWS/SQS AWS/StorageGateway AWS/TransitGateway=tgw AWS/TrustedAdvisor AWS/VPN
    AWS/ClientVPN AWS/WAFV2 AWS/WorkSpaces AWS/AOSS AWS/SageMaker /aws/sagemaker/Endpoints=sagemaker-endpoints
    /aws/sagemaker/TrainingJobs=sagemaker-training /aws/sagemaker/ProcessingJobs=sagemaker-processing
    /aws/sagemaker/TransformJobs=sagemaker-transform
    /aws/sagemaker/InferenceRecommendationsJobs=sagemaker-inf-rec
    AWS/SageMaker/ModelBuildingPipeline=sagemaker-model-building-pipeline AWS/IPAM AWS/Bedrock AWS/Events=event-rule
    """

  private static let names: Set<String> = {
    var names: Set<String> = []
    for entry in written.split(whereSeparator: \.isWhitespace) {
      let parts = entry.split(separator: "=")
      names.insert(String(parts[0]))
      let last = parts[0].split(separator: "/").last ?? parts[0]
      names.insert(parts.count > 1 ? String(parts[1]) : last.lowercased())
    }
    return names
  }()
}
