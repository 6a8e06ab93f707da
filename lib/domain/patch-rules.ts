import { z } from 'zod'
import { because } from '@/lib/words/sentence'

const AnyJson = z.unknown()
const EnvVar = z.strictObject({
  name: z.string().min(1),
  value: z.string().nullable().optional(),
  valueFrom: AnyJson.optional(),
  $patch: z.literal('delete').optional(),
})
const EnvSource = z.strictObject({
  prefix: z.string().optional(),
  configMapRef: z.strictObject({ name: z.string().min(1), optional: z.boolean().optional() }),
})

/**
 * What a patch may change in one container; `name` says which. Null takes away what the baseline has.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
const ContainerPatch = z.strictObject({
  name: z.string().min(1),
  env: z.array(EnvVar).nullable().optional(),
  envFrom: z.array(EnvSource).nullable().optional(),
  resources: z.record(z.string(), AnyJson).nullable().optional(),
  args: z.array(z.string()).nullable().optional(),
  livenessProbe: AnyJson.optional(),
  readinessProbe: AnyJson.optional(),
  startupProbe: AnyJson.optional(),
  lifecycle: AnyJson.optional(),
})

/** Annotation keys that carry a lane's tag, ownership or another tool's tracking: a patch must not set them. */
const protectedAnnotation =
  /^(alicloud\.service\.tag$|lanekeeper\.io\/|argocd\.argoproj\.io\/|meta\.helm\.sh\/|kubectl\.kubernetes\.io\/|([^/]+\.)?fluxcd\.io\/|opensergo\.io\/)/

/** Whether a pod annotation is not a patch's to set. */
export function isProtectedAnnotation(key: string): boolean {
  return protectedAnnotation.test(key)
}

const Annotations = z.record(z.string(), z.string().nullable()).superRefine((annotations, context) => {
  for (const key of Object.keys(annotations)) {
    if (isProtectedAnnotation(key))
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
      metadata: z.strictObject({ annotations: Annotations.nullable() }).optional(),
      spec: z
        .strictObject({
          terminationGracePeriodSeconds: z.int().min(0).max(86_400).nullable().optional(),
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
