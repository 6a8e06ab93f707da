import { useMemo, useState } from 'react'
import { type QuickValues, quickValues, withQuickValues } from '@/lib/domain/edit-quick-field'
import { readVersionEdit } from '@/lib/domain/read-version-edit'
import type { VersionYaml } from '@/lib/services/schemas/version-yaml'
import { lineMarks } from './line-marks'

/** The text under edit, which starts anew where the version is rendered anew, and what it says; image and number of pods are read from the text and written into it. */
export function useVersionEdit({ text: rendered, base }: Pick<VersionYaml, 'text' | 'base'>) {
  const [text, setText] = useState(rendered)
  const [shown, setShown] = useState(rendered)
  if (shown !== rendered) {
    setShown(rendered)
    setText(rendered)
  }
  const read = useMemo(() => readVersionEdit(text, base), [text, base])
  const problems = read.ok ? [] : read.problems
  const marks = useMemo(() => lineMarks(text, base, read.ok ? [] : read.problems), [text, base, read])
  return {
    text,
    setText,
    edit: read.ok ? read.edit : null,
    problems,
    marks,
    quick: useMemo(() => quickValues(text, base), [text, base]),
    setQuick: (values: Partial<QuickValues>) => setText(withQuickValues(text, base, values)),
    isChanged: text !== rendered,
    undo: () => setText(rendered),
  }
}

export type VersionEditing = ReturnType<typeof useVersionEdit>
