/**
 * Types of pods, in the notation of `parseTypes`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export const podTypes = `
Affinity: nodeAffinity NodeAffinity, podAffinity PodAffinity, podAntiAffinity PodAntiAffinity
Eviction: deleteOptions DeleteOptions, metadata ObjectMeta!
HostAlias: hostnames string[], ip string!
HostIP: ip string!
NodeAffinity: preferredDuringSchedulingIgnoredDuringExecution PreferredSchedulingTerm[],
  requiredDuringSchedulingIgnoredDuringExecution NodeSelector
NodeSelector#: nodeSelectorTerms NodeSelectorTerm[]
NodeSelectorRequirement: key string!, operator string!, values string[]
NodeSelectorTerm#: matchExpressions NodeSelectorRequirement[], matchFields NodeSelectorRequirement[]
Pod: metadata ObjectMeta!, spec PodSpec!, status PodStatus!
PodAffinity: preferredDuringSchedulingIgnoredDuringExecution WeightedPodAffinityTerm[],
  requiredDuringSchedulingIgnoredDuringExecution PodAffinityTerm[]
PodAffinityTerm: labelSelector LabelSelector, matchLabelKeys string[], mismatchLabelKeys string[],
  namespaceSelector LabelSelector, namespaces string[], topologyKey string!
PodAntiAffinity: preferredDuringSchedulingIgnoredDuringExecution WeightedPodAffinityTerm[],
  requiredDuringSchedulingIgnoredDuringExecution PodAffinityTerm[]
PodCondition: lastProbeTime time~, lastTransitionTime time~, message string, observedGeneration int64,
  reason string, status string!, type string!
PodDNSConfig: nameservers string[], options PodDNSConfigOption[], searches string[]
PodDNSConfigOption: name string, value string
PodExtendedResourceClaimStatus: requestMappings ContainerExtendedResourceRequest[],
  resourceClaimName string!
PodIP: ip string!
PodOS: name string!
PodReadinessGate: conditionType string!
PodResourceClaim: name string!, resourceClaimName string, resourceClaimTemplateName string
PodResourceClaimStatus: name string!, resourceClaimName string
PodSchedulingGate: name string!
PodSchedulingGroup: podGroupName string
PodSecurityContext: appArmorProfile AppArmorProfile, fsGroup int64?, fsGroupChangePolicy string?,
  runAsGroup int64?, runAsNonRoot bool?, runAsUser int64?, seLinuxChangePolicy string,
  seLinuxOptions SELinuxOptions, seccompProfile SeccompProfile, supplementalGroups int64[],
  supplementalGroupsPolicy string, sysctls Sysctl[], windowsOptions WindowsSecurityContextOptions
PodSpec: activeDeadlineSeconds int64?, affinity Affinity, automountServiceAccountToken bool?,
  containers Container[name]~, dnsConfig PodDNSConfig, dnsPolicy string, enableServiceLinks bool?,
  ephemeralContainers EphemeralContainer[name], hostAliases HostAlias[ip], hostIPC bool, hostNetwork bool,
  hostPID bool, hostUsers bool?, hostname string, hostnameOverride string?,
  imagePullSecrets LocalObjectReference[name], initContainers Container[name], nodeName string,
  nodeSelector {string}#, os PodOS, overhead {quantity}, preemptionPolicy string?, priority int32?,
  priorityClassName string, readinessGates PodReadinessGate[], resourceClaims PodResourceClaim[name],
  resources ResourceRequirements, restartPolicy string, runtimeClassName string?, schedulerName string,
  schedulingGates PodSchedulingGate[name], schedulingGroup PodSchedulingGroup,
  securityContext PodSecurityContext, serviceAccount string, serviceAccountName string,
  setHostnameAsFQDN bool?, shareProcessNamespace bool?, subdomain string,
  terminationGracePeriodSeconds int64?, tolerations Toleration[],
  topologySpreadConstraints TopologySpreadConstraint[topologyKey,whenUnsatisfiable], volumes Volume[name]
PodStatus: allocatedResources {string}, conditions PodCondition[type], containerStatuses ContainerStatus[],
  ephemeralContainerStatuses ContainerStatus[], extendedResourceClaimStatus PodExtendedResourceClaimStatus,
  hostIP string, hostIPs HostIP[], initContainerStatuses ContainerStatus[], message string,
  nodeAllocatableResourceClaimStatuses NodeAllocatableResourceClaimStatus[], nominatedNodeName string,
  observedGeneration int64, phase string, podIP string, podIPs PodIP[ip], qosClass string, reason string,
  resize string, resourceClaimStatuses PodResourceClaimStatus[name], resources ResourceRequirements,
  startTime time
PodTemplateSpec: metadata ObjectMeta!, spec PodSpec!
PreferredSchedulingTerm: preference NodeSelectorTerm, weight int32!
Sysctl: name string!, value string!
Toleration: effect string, key string, operator string, tolerationSeconds int64?, value string
TopologySpreadConstraint: labelSelector LabelSelector, matchLabelKeys string[], maxSkew int32!,
  minDomains int32?, nodeAffinityPolicy string?, nodeTaintsPolicy string?, topologyKey string!,
  whenUnsatisfiable string!
WeightedPodAffinityTerm: podAffinityTerm PodAffinityTerm, weight int32!
`
