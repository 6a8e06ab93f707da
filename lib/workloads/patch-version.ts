import { asObject, asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { VersionPatch } from '@/lib/domain/patch-rules'
import type { Problem } from '@/lib/domain/problem'
import { strategicMerge } from '@/lib/domain/strategic-merge'
import { say } from '@/lib/words/sentence'
import type { VersionInput } from './convention'
import { versionProblem } from './version-problem'

/**
 * The copied Deployment with the version's patch over it. Refused: what is outside of the allow-list, a container that the
 * baseline does not have.
 */
export function patchVersion(
  deployment: KubeObject,
  input: VersionInput,
): { deployment: KubeObject } | { problem: Problem } {
  const { version } = input
  if (version.patch === undefined) return { deployment }
  const allowed = VersionPatch.safeParse(version.patch)
  if (!allowed.success) {
    return { problem: versionProblem(input, 'ProtectedField', say('planning.patchProtected')) }
  }
  const unknown = unknownContainer(deployment, version.patch)
  if (unknown !== null) {
    return {
      problem: versionProblem(input, 'UnknownContainer', say('planning.noContainer', { name: unknown })),
    }
  }
  const spec = strategicMerge(asObject(deployment.spec), asObject(version.patch.spec))
  return { deployment: { ...deployment, spec } }
}

function unknownContainer(deployment: KubeObject, patch: object): string | null {
  for (const list of ['containers', 'initContainers']) {
    const names = asObjects(at(deployment, 'spec', 'template', 'spec', list)).map(({ name }) => name)
    const stray = asObjects(at(patch, 'spec', 'template', 'spec', list)).find(
      ({ name }) => !names.includes(name),
    )
    if (stray) return String(stray.name)
  }
  return null
}
