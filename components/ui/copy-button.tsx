'use client'

import { useEffect, useState } from 'react'
import { Button } from './button'

type Props = { text: string; label: string; doneLabel: string; size?: 'md' | 'sm' }

export function CopyButton({ text, label, doneLabel, size = 'sm' }: Props) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2_000)
    return () => clearTimeout(timer)
  }, [done])
  return (
    <Button size={size} onClick={() => void navigator.clipboard.writeText(text).then(() => setDone(true))}>
      <span aria-live="polite">{done ? doneLabel : label}</span>
    </Button>
  )
}
