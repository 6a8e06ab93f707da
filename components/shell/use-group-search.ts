'use client'

import { useEffect, useState } from 'react'
import { z } from 'zod/mini'
import type { Command } from './command-registry'

const Found = z.object({ items: z.array(z.object({ name: z.string(), title: z.nullable(z.string()) })) })

/** Lane groups that the server finds for the query. */
export function useGroupSearch(query: string): readonly Command[] {
  const [found, setFound] = useState<readonly Command[]>([])
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      const address = `/api/v1/lane-groups?limit=8&search=${encodeURIComponent(query)}`
      const response = await fetch(address, { signal: stop.signal }).catch(() => null)
      if (response === null || !response.ok) return
      const list = Found.safeParse(await response.json().catch(() => null))
      if (!list.success) return
      setFound(
        list.data.items.map(({ name, title }) => ({
          id: `group:${name}`,
          label: title === null ? name : `${name} ${title}`,
          href: `/groups/${encodeURIComponent(name)}`,
        })),
      )
    }, 120)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [query])
  return found
}
