/**
 * Types of containers, in the notation of `parseTypes`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
export const containerTypes = `
AppArmorProfile: localhostProfile string, type string!
Capabilities: add string[], drop string[]
ConfigMapEnvSource: name string, optional bool?
ConfigMapKeySelector#: key string!, name string, optional bool?
Container: args string[], command string[], env EnvVar[name], envFrom EnvFromSource[], image string,
  imagePullPolicy string, lifecycle Lifecycle, livenessProbe Probe, name string!,
  ports ContainerPort[containerPort,protocol], readinessProbe Probe, resizePolicy ContainerResizePolicy[],
  resources ResourceRequirements!, restartPolicy string?, restartPolicyRules ContainerRestartRule[],
  securityContext SecurityContext, startupProbe Probe, stdin bool, stdinOnce bool,
  terminationMessagePath string, terminationMessagePolicy string, tty bool,
  volumeDevices VolumeDevice[devicePath], volumeMounts VolumeMount[mountPath], workingDir string
ContainerExtendedResourceRequest: containerName string!, requestName string!, resourceName string!
ContainerPort: containerPort int32!, hostIP string, hostPort int32, name string, protocol string
ContainerResizePolicy: resourceName string!, restartPolicy string!
ContainerRestartRule: action string!, exitCodes ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: operator string!, values int32[]
ContainerState: running ContainerStateRunning, terminated ContainerStateTerminated,
  waiting ContainerStateWaiting
ContainerStateRunning: startedAt time~
ContainerStateTerminated: containerID string, exitCode int32!, finishedAt time~, message string,
  reason string, signal int32, startedAt time~
ContainerStateWaiting: message string, reason string
ContainerStatus: allocatedResources {quantity}, allocatedResourcesStatus ResourceStatus[name],
  containerID string, image string!, imageID string!, lastState ContainerState!, name string!, ready bool!,
  resources ResourceRequirements, restartCount int32!, started bool?, state ContainerState!,
  stopSignal string, user ContainerUser, volumeMounts VolumeMountStatus[mountPath]
ContainerUser: linux LinuxContainerUser
EnvFromSource: configMapRef ConfigMapEnvSource, prefix string, secretRef SecretEnvSource
EnvVar: name string!, value string, valueFrom EnvVarSource
EnvVarSource: configMapKeyRef ConfigMapKeySelector, fieldRef ObjectFieldSelector,
  fileKeyRef FileKeySelector, resourceFieldRef ResourceFieldSelector, secretKeyRef SecretKeySelector
EphemeralContainer: args string[], command string[], env EnvVar[name], envFrom EnvFromSource[],
  image string, imagePullPolicy string, lifecycle Lifecycle, livenessProbe Probe, name string!,
  ports ContainerPort[containerPort,protocol], readinessProbe Probe, resizePolicy ContainerResizePolicy[],
  resources ResourceRequirements, restartPolicy string, restartPolicyRules ContainerRestartRule[],
  securityContext SecurityContext, startupProbe Probe, stdin bool, stdinOnce bool,
  targetContainerName string, terminationMessagePath string, terminationMessagePolicy string, tty bool,
  volumeDevices VolumeDevice[devicePath], volumeMounts VolumeMount[mountPath], workingDir string
ExecAction: command string[]
FileKeySelector#: key string!, optional bool?, path string!, volumeName string!
GRPCAction: port int32!, service string?
HTTPGetAction: host string, httpHeaders HTTPHeader[], path string, port intOrString!, scheme string
HTTPHeader: name string!, value string!
Lifecycle: postStart LifecycleHandler, preStop LifecycleHandler, stopSignal string?
LifecycleHandler: exec ExecAction, httpGet HTTPGetAction, sleep SleepAction, tcpSocket TCPSocketAction
ObjectFieldSelector#: apiVersion string, fieldPath string!
Probe: exec ExecAction, failureThreshold int32, grpc GRPCAction, httpGet HTTPGetAction,
  initialDelaySeconds int32, periodSeconds int32, successThreshold int32, tcpSocket TCPSocketAction,
  terminationGracePeriodSeconds int64?, timeoutSeconds int32
ResourceClaim: name string!, request string
ResourceFieldSelector#: containerName string, divisor quantity, resource string!
ResourceHealth: health string, message string, resourceID string!
ResourceRequirements: claims ResourceClaim[name], limits {quantity}, requests {quantity}
ResourceStatus: name string!, resources ResourceHealth[]
SELinuxOptions: level string, role string, type string, user string
SeccompProfile: localhostProfile string, type string!
SecretEnvSource: name string, optional bool?
SecretKeySelector#: key string!, name string, optional bool?
SecurityContext: allowPrivilegeEscalation bool?, appArmorProfile AppArmorProfile, capabilities Capabilities,
  privileged bool?, procMount string?, readOnlyRootFilesystem bool?, runAsGroup int64?, runAsNonRoot bool?,
  runAsUser int64?, seLinuxOptions SELinuxOptions, seccompProfile SeccompProfile,
  windowsOptions WindowsSecurityContextOptions
SleepAction: seconds int64!
TCPSocketAction: host string, port intOrString!
VolumeDevice: devicePath string!, name string!
VolumeMount: mountPath string!, mountPropagation string?, name string!, readOnly bool,
  recursiveReadOnly string?, subPath string, subPathExpr string
VolumeMountStatus: mountPath string!, name string!, readOnly bool, recursiveReadOnly string,
  volumeStatus VolumeStatus
WindowsSecurityContextOptions: gmsaCredentialSpec string, gmsaCredentialSpecName string, hostProcess bool?,
  runAsUserName string
`
