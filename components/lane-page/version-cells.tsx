import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { imageTag } from '@/components/lanes/ready-pods'
import { Td } from '@/components/ui/table'
import { groupPath } from '@/lib/queries/group-path'
import { rolloutPath } from '@/lib/queries/rollout-path'
import type { VersionFigures } from '@/lib/services/schemas/lanes'

type ImageProps = {
  figures: VersionFigures | null
  /** The image that the document gives; null where it gives none. */
  wanted: string | null
  yaml?: { group: string; lane: string; application: string }
  /** Where the version runs. */
  place: { cluster: string; namespace: string }
}

/** The image that runs, the one that is to come, and what keeps its pods from getting ready. */
export function ImageCell({ figures, wanted, yaml, place }: ImageProps) {
  const t = useTranslations('lane.matrix')
  const lanes = useTranslations('lanes')
  const live = figures?.image ?? null
  const isPending = wanted !== null && live !== null && live !== wanted
  const shown = live ?? wanted
  return (
    <Td title={shown ?? undefined}>
      <span className="whitespace-nowrap font-mono text-xs">{shown === null ? '–' : imageTag(shown)}</span>
      {isPending && (
        <span className="ml-1.5 text-ink-3">{lanes('imageNext', { image: imageTag(wanted) })}</span>
      )}
      {figures !== null && (
        <Link
          className="ml-2 whitespace-nowrap text-ink-2 underline"
          href={rolloutPath({ ...place, deployment: figures.workload })}
          aria-label={t('rolloutOf', { name: figures.workload })}
        >
          {t('rollout')}
        </Link>
      )}
      {yaml !== undefined && (
        <Link
          className="ml-2 text-ink-2 underline"
          href={groupPath(yaml.group, 'lanes', yaml.lane, yaml.application)}
          aria-label={lanes('yamlOf', { application: yaml.application, lane: yaml.lane })}
        >
          {lanes('yaml')}
        </Link>
      )}
      {figures?.problem && <span className="block text-bad text-xs">{figures.problem}</span>}
    </Td>
  )
}

/** Ready pods of those wanted; more ready than wanted is a surge, not an error. */
export function PodsCell({ figures, isKnown }: { figures: VersionFigures | null; isKnown: boolean }) {
  const t = useTranslations('lane.matrix')
  if (figures === null)
    return (
      <Td className="num whitespace-nowrap">
        <span className="text-ink-3">{t(isKnown ? 'absent' : 'unknown')}</span>
      </Td>
    )
  const { ready, desired, old } = figures
  return (
    <Td className="num whitespace-nowrap">
      <span className={ready < desired ? 'text-warn' : undefined}>
        {ready}/{desired}
      </span>
      {old > 0 && <span className="ml-1 text-warn">{t('old', { count: old })}</span>}
      {ready > desired && <span className="ml-1 text-ink-3">{t('surge', { count: ready - desired })}</span>}
    </Td>
  )
}
