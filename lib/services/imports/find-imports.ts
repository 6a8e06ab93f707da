import 'server-only'
import { stringify } from 'yaml'
import { z } from 'zod'
import { pointerKeys } from '@/lib/domain/json-pointer'
import { refOf } from '@/lib/domain/kube-object'
import { DnsLabel } from '@/lib/domain/names'
import type { FoundImport } from '@/lib/plan/find-imports'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { toPlanView } from '@/lib/services/lane-groups/plan-view'
import { speakMessage } from '@/lib/services/lane-groups/speak-message'
import type { FoundImports, FoundImportView } from '@/lib/services/schemas/imports'
import { speakFields } from '@/lib/words/speak'
import { type Language, texts } from '@/lib/words/translate'
import { fingerprintOf, readImports } from './read-imports'

const FindInput = z.strictObject({ cluster: DnsLabel, namespace: DnsLabel })

/** The canaries of a namespace that can become lane groups, and what is lost on the way. Nothing is changed. */
export async function findClusterImports(
  ctx: ServiceContext,
  input: z.input<typeof FindInput>,
): Promise<FoundImports> {
  requireRole(ctx, 'viewer')
  const { cluster, namespace } = parseInput(FindInput, input)
  const { namespaces, found, losses } = await readImports(ctx, cluster, namespace)
  return {
    cluster,
    namespace,
    namespaces,
    found: found.map((one) => toView(one, ctx.language)),
    losses: losses.map((loss) => speakMessage(loss, ctx.language)),
  }
}

const yaml = (value: unknown) => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 })

function toView(found: FoundImport, language: Language): FoundImportView {
  const { document, losses, takes, claims, stays } = found
  const { name } = document.metadata
  const { cluster, namespace, lanes = [], entries = [] } = document.spec
  return {
    fingerprint: fingerprintOf(found),
    name,
    document: yaml(document),
    lanes: lanes.map(({ tag, state, versions = [] }) => ({
      tag,
      parked: state === 'parked',
      applications: versions.map(({ application }) => application),
    })),
    entries: entries.map(({ name: entry, provider, host }) => ({
      name: entry,
      provider,
      host: host ?? null,
    })),
    problems: found.ok ? {} : speakFields(found.problems, texts[language]),
    losses: losses.map((loss) => speakMessage(loss, language)),
    takes: takes.map(({ object, lane }) => ({ object: refOf(object), lane })),
    claims: claims.map(({ ref, path, before, after }) => ({
      object: ref,
      field: pointerKeys(path).join('.'),
      before: yaml(before ?? null),
      after: yaml(after ?? null),
    })),
    stays,
    firstPush: found.ok
      ? toPlanView({ name, revision: 1, cluster, namespace }, found.firstPush, language)
      : null,
  }
}
