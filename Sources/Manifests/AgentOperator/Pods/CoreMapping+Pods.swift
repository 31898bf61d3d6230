/// The parts of a pod that manifests of Grafana Agent Operator may hold: Kubernetes 1.31, core/v1 types.go (read in
/// kubernetes/api). Deeper than this they are handed on as they are.
extension CoreMapping {
  static let container = CoreMapping(
    fields: [
      "name": .text, "image": .text, "command": .texts, "args": .texts, "workingDir": .text,
      "ports": .list(containerPort), "envFrom": .anything, "env": .list(variable),
      "resources": .mapping(resources), "resizePolicy": .anything, "restartPolicy": .text,
      "volumeMounts": .list(volumeMount), "volumeDevices": .list(volumeDevice), "livenessProbe": .anything,
      "readinessProbe": .anything, "startupProbe": .anything, "lifecycle": .anything,
      "terminationMessagePath": .text, "terminationMessagePolicy": .text, "imagePullPolicy": .text,
      "securityContext": .anything, "stdin": .flag, "stdinOnce": .flag, "tty": .flag,
    ], required: ["name"])

  static let containerPort = CoreMapping(
    fields: [
      "name": .text, "hostPort": .wholeNumber, "containerPort": .wholeNumber, "protocol": .text,
      "hostIP": .text,
    ], required: [])

  static let variable = CoreMapping(
    fields: ["name": .text, "value": .text, "valueFrom": .anything], required: ["name"])

  static let resources = CoreMapping(
    fields: ["limits": .anything, "requests": .anything, "claims": .anything], required: [])

  static let volumeMount = CoreMapping(
    fields: [
      "name": .text, "readOnly": .flag, "recursiveReadOnly": .text, "mountPath": .text, "subPath": .text,
      "mountPropagation": .text, "subPathExpr": .text,
    ], required: ["name", "mountPath"])

  private static let volumeDevice = CoreMapping(
    fields: ["name": .text, "devicePath": .text], required: ["name", "devicePath"])

  static let volume = CoreMapping(
    fields: volumeSources.reduce(into: ["name": CoreShape.text]) { $0[$1] = .anything }, required: ["name"])

  /// What a volume may be; it is one of them.
  static let volumeSources: [String] = [
    "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI",
    "emptyDir", "ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs",
    "hostPath", "image", "iscsi", "nfs", "persistentVolumeClaim", "photonPersistentDisk", "portworxVolume",
    "projected", "quobyte", "rbd", "scaleIO", "secret", "storageos", "vsphereVolume",
  ]

  static let toleration = CoreMapping(
    fields: [
      "key": .text, "operator": .text, "value": .text, "effect": .text, "tolerationSeconds": .wholeNumber,
    ], required: [])

  static let topologySpreadConstraint = CoreMapping(
    fields: [
      "maxSkew": .wholeNumber, "topologyKey": .text, "whenUnsatisfiable": .text, "labelSelector": .anything,
      "minDomains": .wholeNumber, "nodeAffinityPolicy": .text, "nodeTaintsPolicy": .text,
      "matchLabelKeys": .texts,
    ], required: ["topologyKey", "whenUnsatisfiable"])

  static let localReference = CoreMapping(fields: ["name": .text], required: ["name"])

  static let affinity = CoreMapping(
    fields: ["nodeAffinity": .anything, "podAffinity": .anything, "podAntiAffinity": .anything], required: [])

  static let podSecurityContext = CoreMapping(
    fields: [
      "seLinuxOptions": .anything, "windowsOptions": .anything, "runAsUser": .wholeNumber,
      "runAsGroup": .wholeNumber, "runAsNonRoot": .flag, "supplementalGroups": .anything,
      "supplementalGroupsPolicy": .text, "fsGroup": .wholeNumber, "sysctls": .anything,
      "fsGroupChangePolicy": .text, "seccompProfile": .anything, "appArmorProfile": .anything,
    ], required: [])

  static let emptyDirectory = CoreMapping(fields: ["medium": .text, "sizeLimit": .anything], required: [])

  static let claim = CoreMapping(
    fields: [
      "accessModes": .texts, "selector": .anything, "resources": .mapping(resources), "volumeName": .text,
      "storageClassName": .text, "volumeMode": .text, "dataSource": .anything, "dataSourceRef": .anything,
      "volumeAttributesClassName": .text,
    ], required: [])
}
