'use client'

import { useEffect, useState } from 'react'

/** The time in ms, moving on every second while `running`. Starts at `initial` so that server and browser agree. */
export function useNow(initial: number, running = true): number {
  const [now, setNow] = useState(initial)
  useEffect(() => {
    if (!running) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [running])
  return now
}
