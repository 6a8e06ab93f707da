import { useMemo, useState } from 'react'
import { type QuickValues, quickValues, withQuickValues } from '@/lib/domain/edit-quick-field'
import { objectYaml } from '@/lib/domain/object-yaml'
import { readVersionEdit } from '@/lib/domain/read-version-edit'
import type { VersionYaml } from '@/lib/services/schemas/version-yaml'
import { lineMarks } from './line-marks'

type Options = {
  /** What the text begins with; as it is rendered if absent. */
  start?: string
  onText?: (text: string, read: ReturnType<typeof readVersionEdit>) => void
}

/**
 * The text under edit and what it says; image and number of pods are read from the text and written into it. It starts
 * anew where the version is rendered anew.
 */
export function useVersionEdit(view: Pick<VersionYaml, 'text' | 'base'>, { start, onText }: Options = {}) {
  const { text: rendered, base } = view
  const [text, setText] = useState(start ?? rendered)
  const [shown, setShown] = useState(rendered)
  if (shown !== rendered) {
    setShown(rendered)
    setText(rendered)
  }
  const read = useMemo(() => readVersionEdit(text, base), [text, base])
  const problems = read.ok ? [] : read.problems
  const marks = useMemo(() => lineMarks(text, base, read.ok ? [] : read.problems), [text, base, read])
  const unpatched = useMemo(() => objectYaml(base.copy), [base])
  const change = (next: string) => {
    setText(next)
    onText?.(next, readVersionEdit(next, base))
  }
  return {
    text,
    setText: change,
    edit: read.ok ? read.edit : null,
    problems,
    marks,
    quick: useMemo(() => quickValues(text, base), [text, base]),
    setQuick: (values: Partial<QuickValues>) => change(withQuickValues(text, base, values)),
    isChanged: text !== rendered,
    undo: () => change(rendered),
    /** The copy of the baseline as it is without any edit. */
    unpatched,
  }
}

export type VersionEditing = ReturnType<typeof useVersionEdit>
