/**
 * Types of Services, endpoints and Ingresses, in the notation of `parseTypes`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/
 */
export const networkTypes = `
ClientIPConfig: timeoutSeconds int32?
CoreEndpointPort#: appProtocol string?, name string, port int32!, protocol string
Endpoint: addresses string[], conditions EndpointConditions!, deprecatedTopology {string},
  hints EndpointHints, hostname string?, nodeName string?, targetRef ObjectReference, zone string?
EndpointAddress#: hostname string, ip string!, nodeName string, targetRef ObjectReference
EndpointConditions: ready bool?, serving bool?, terminating bool?
EndpointHints: forNodes ForNode[], forZones ForZone[]
EndpointPort#: appProtocol string?, name string?, port int32?, protocol string?
EndpointSlice: addressType string!, endpoints Endpoint[]~, metadata ObjectMeta!, ports EndpointPort[]~
EndpointSubset: addresses EndpointAddress[], notReadyAddresses EndpointAddress[], ports CoreEndpointPort[]
Endpoints: metadata ObjectMeta!, subsets EndpointSubset[]
ForNode: name string!
ForZone: name string!
HTTPIngressPath: backend IngressBackend!, path string, pathType string?
HTTPIngressRuleValue: paths HTTPIngressPath[]
IPAddress: metadata ObjectMeta!, spec IPAddressSpec!
IPAddressSpec: parentRef ParentReference
IPBlock: cidr string!, except string[]
ImageVolumeStatus: imageRef string!
Ingress: metadata ObjectMeta!, spec IngressSpec!, status IngressStatus!
IngressBackend: resource TypedLocalObjectReference, service IngressServiceBackend
IngressClass: metadata ObjectMeta!, spec IngressClassSpec!
IngressClassParametersReference: apiGroup string?, kind string!, name string!, namespace string?,
  scope string?
IngressClassSpec: controller string, parameters IngressClassParametersReference
IngressLoadBalancerIngress: hostname string, ip string, ports IngressPortStatus[]
IngressLoadBalancerStatus: ingress IngressLoadBalancerIngress[]
IngressPortStatus: error string, port int32!, protocol string!
IngressRule: host string, http HTTPIngressRuleValue
IngressServiceBackend: name string!, port ServiceBackendPort!
IngressSpec: defaultBackend IngressBackend, ingressClassName string?, rules IngressRule[], tls IngressTLS[]
IngressStatus: loadBalancer IngressLoadBalancerStatus!
IngressTLS: hosts string[], secretName string
LabelSelectorAttributes: rawSelector string, requirements LabelSelectorRequirement[]
LinuxContainerUser: gid int64!, supplementalGroups int64[], uid int64!
LoadBalancerIngress: hostname string, ip string, ipMode string, ports PortStatus[]
LoadBalancerStatus: ingress LoadBalancerIngress[]
NetworkPolicy: metadata ObjectMeta!, spec NetworkPolicySpec!
NetworkPolicyEgressRule: ports NetworkPolicyPort[], to NetworkPolicyPeer[]
NetworkPolicyIngressRule: from NetworkPolicyPeer[], ports NetworkPolicyPort[]
NetworkPolicyPeer: ipBlock IPBlock, namespaceSelector LabelSelector, podSelector LabelSelector
NetworkPolicyPort: endPort int32?, port intOrString?, protocol string
NetworkPolicySpec: egress NetworkPolicyEgressRule[], ingress NetworkPolicyIngressRule[],
  podSelector LabelSelector!, policyTypes string[]
ParentReference: group string, name string!, namespace string, resource string!
PortStatus: error string, port int32!, protocol string!
Service: metadata ObjectMeta!, spec ServiceSpec!, status ServiceStatus!
ServiceBackendPort#: name string, number int32
ServiceCIDR: metadata ObjectMeta!, spec ServiceCIDRSpec!, status ServiceCIDRStatus!
ServiceCIDRSpec: cidrs string[]
ServiceCIDRStatus: conditions Condition[type]
ServicePort: appProtocol string?, name string, nodePort int32, port int32!, protocol string,
  targetPort intOrString
ServiceSpec: allocateLoadBalancerNodePorts bool?, clusterIP string, clusterIPs string[],
  externalIPs string[], externalName string, externalTrafficPolicy string, healthCheckNodePort int32,
  internalTrafficPolicy string?, ipFamilies string[], ipFamilyPolicy string?, loadBalancerClass string?,
  loadBalancerIP string, loadBalancerSourceRanges string[], ports ServicePort[port,protocol],
  publishNotReadyAddresses bool, selector {string}#, sessionAffinity string,
  sessionAffinityConfig SessionAffinityConfig, trafficDistribution string?, type string
ServiceStatus: conditions Condition[type], loadBalancer LoadBalancerStatus!
SessionAffinityConfig: clientIP ClientIPConfig
VolumeStatus: image ImageVolumeStatus
`
