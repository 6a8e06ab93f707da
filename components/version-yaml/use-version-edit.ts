import { useMemo, useState } from 'react'
import { type QuickValues, quickValues, withQuickValues } from '@/lib/domain/edit-quick-field'
import { objectYaml } from '@/lib/domain/object-yaml'
import { readVersionEdit } from '@/lib/domain/read-version-edit'
import type { VersionYaml } from '@/lib/services/schemas/version-yaml'
import { lineMarks } from './line-marks'

/**
 * The text under edit and what it says; image and number of pods are read from the text and written into it. It begins
 * with `start`, or as it is rendered, and starts anew where the version is rendered anew.
 */
export function useVersionEdit(
  { text: rendered, base }: Pick<VersionYaml, 'text' | 'base'>,
  start = rendered,
) {
  const [text, setText] = useState(start)
  const [shown, setShown] = useState(rendered)
  if (shown !== rendered) {
    setShown(rendered)
    setText(rendered)
  }
  const read = useMemo(() => readVersionEdit(text, base), [text, base])
  const problems = read.ok ? [] : read.problems
  const marks = useMemo(() => lineMarks(text, base, read.ok ? [] : read.problems), [text, base, read])
  const unpatched = useMemo(() => objectYaml(base.copy), [base])
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
    /** The copy of the baseline as it is without any edit. */
    unpatched,
  }
}

export type VersionEditing = ReturnType<typeof useVersionEdit>
