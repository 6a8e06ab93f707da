'use client'

import { useTranslations } from 'next-intl'
import { ChangeList } from './change-list'
import type { RollBackChoice } from './roll-back-choice'

/** What a roll back changes in the document, and in the images of the baselines. */
export function RollBackChanges({ choice }: { choice: RollBackChoice }) {
  const t = useTranslations('revisions.rollBack')
  return (
    <div>
      <p className="font-medium">{t('changes')}</p>
      <ChangeList changes={choice.changes} />
      {choice.images.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {choice.images.map(({ application, from, to }) => (
            <li key={application} className="break-words">
              {t('baselineImage', { application, from, to })}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
