import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { parseDocument, stringify } from 'yaml'
import { YamlDiff } from '@/components/plan/yaml-diff'
import { CodeBlock } from '@/components/ui/code-block'
import type { VersionEdit } from '@/lib/domain/read-version-edit'

type Props = {
  baseline: string
  text: string
  /** Null while the text cannot be read as one. */
  edit: VersionEdit | null
}

/** What the version changes: as the patch that is kept, and line by line against the baseline. */
export function VersionDiff({ baseline, text, edit }: Props) {
  const t = useTranslations('versionYaml')
  const [before, after] = useMemo(() => [inOrder(baseline), inOrder(text)], [baseline, text])
  return (
    <>
      <h3 className="mt-4 mb-1 font-medium">{t('patch')}</h3>
      {edit?.patch === undefined ? (
        <p className="text-ink-2">{t(edit === null ? 'mendFirst' : 'noPatch')}</p>
      ) : (
        <CodeBlock label={t('patch')}>{stringify(edit.patch)}</CodeBlock>
      )}
      <h3 className="mt-4 mb-1 font-medium">{t('diff')}</h3>
      <YamlDiff label={t('diffLabel')} before={before} after={after} />
    </>
  )
}

/** The order of fields says nothing, so both texts have the same; a text that is no YAML stays. */
function inOrder(text: string): string {
  const document = parseDocument(text)
  if (document.errors.length > 0) return text
  return stringify(document.toJS(), { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false })
}
