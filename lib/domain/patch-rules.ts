import { z } from 'zod'
import { because } from '@/lib/words/sentence'

const AnyJson = z.unknown()
const EnvVar = z.strictObject({
  name: z.string().min(1),
  value: z.string().optional(),
  valueFrom: AnyJson.optional(),
})
const EnvSource = z.strictObject({
  prefix: z.string().optional(),
  configMapRef: z.strictObject({ name: z.string().min(1), optional: z.boolean().optional() }),
})

/**
 * What a patch may change in one container; `name` says which.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
const ContainerPatch = z.strictObject({
  name: z.string().min(1),
  env: z.array(EnvVar).optional(),
  envFrom: z.array(EnvSource).optional(),
  resources: z.record(z.string(), AnyJson).optional(),
  args: z.array(z.string()).optional(),
  livenessProbe: AnyJson.optional(),
  readinessProbe: AnyJson.optional(),
  startupProbe: AnyJson.optional(),
  lifecycle: AnyJson.optional(),
})

/** Annotation keys that carry a lane's tag, ownership or another tool's tracking: a patch must not set them. */
const protectedAnnotation =
  /^(alicloud\.service\.tag$|lanekeeper\.io\/|argocd\.argoproj\.io\/|meta\.helm\.sh\/|kubectl\.kubernetes\.io\/|([^/]+\.)?fluxcd\.io\/|opensergo\.io\/)/

const Annotations = z.record(z.string(), z.string()).superRefine((annotations, context) => {
  for (const key of Object.keys(annotations)) {
    if (protectedAnnotation.test(key))
      context.addIssue({ code: 'custom', path: [key], message: because('checks.protected') })
  }
})

/**
 * The allow-list of a version's patch over the copied Deployment: env, resources, probes, args, lifecycle and ConfigMap
 * references of containers, terminationGracePeriodSeconds, pod annotations, ConfigMap volumes. All else is protected.
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export const VersionPatch = z.strictObject({
  spec: z.strictObject({
    template: z.strictObject({
      metadata: z.strictObject({ annotations: Annotations }).optional(),
      spec: z
        .strictObject({
          terminationGracePeriodSeconds: z.int().min(0).max(86_400).optional(),
          containers: z.array(ContainerPatch).optional(),
          initContainers: z.array(ContainerPatch).optional(),
          volumes: z
            .array(
              z.strictObject({
                name: z.string().min(1),
                configMap: z.strictObject({ name: z.string().min(1), optional: z.boolean().optional() }),
              }),
            )
            .optional(),
        })
        .optional(),
    }),
  }),
})
export type VersionPatch = z.infer<typeof VersionPatch>
