'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { LaneChoice } from '@/components/rules/targets-editor'
import { curlCommand } from '@/components/simulator/curl-command'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import type { VersionMeaning } from '@/lib/domain/answering-lane'
import { tallyAnswers } from '@/lib/domain/tally-answers'
import { tallyValues } from '@/lib/domain/tally-values'
import type { ProbeInput } from '@/lib/services/schemas/traffic'
import { LastAnswer } from './last-answer'
import { ProbeTally } from './probe-tally'
import { ProbeValues } from './probe-values'
import type { Probed } from './use-probe'

type Props = {
  asked: Pick<ProbeInput, 'request' | 'version'>
  result: Probed
  lanes: readonly LaneChoice[]
}

/** Who answered how often beside what the rules lead to expect, the way the last request took, and the request as curl. */
export function ProbeAnswers({ asked, result, lanes }: Props) {
  const t = useTranslations('traffic.probe')
  const [means, setMeans] = useState<VersionMeaning[]>([])
  const { responses, expected, address, host } = result
  const known = { lanes: lanes.map(({ tag }) => tag), means }
  const colourOf = (lane: string) => lanes.find(({ tag }) => tag === lane)?.colour ?? -1
  const last = responses.at(-1)
  const command = curlCommand({ ...asked.request, host: host ?? undefined }, address)
  return (
    <>
      <ProbeTally
        tally={tallyAnswers(responses, known, expected.shares)}
        expected={expected}
        colourOf={colourOf}
      />
      {asked.version && (
        <ProbeValues
          values={tallyValues(responses, { ...known, means: [] })}
          means={means}
          lanes={known.lanes}
          colourOf={colourOf}
          onMean={(version, lane) =>
            setMeans([
              ...means.filter((one) => one.version !== version),
              ...(lane === null ? [] : [{ version, lane }]),
            ])
          }
        />
      )}
      {last !== undefined && <LastAnswer answer={last} colourOf={colourOf} />}
      <div>
        <div className="mb-1 flex flex-wrap items-center justify-between gap-2">
          <h3 className="font-medium">{t('asCurl')}</h3>
          <CopyButton text={command} label={t('copy')} doneLabel={t('copied')} />
        </div>
        <CodeBlock label={t('asCurl')}>{command}</CodeBlock>
      </div>
    </>
  )
}
