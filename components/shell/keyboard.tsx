'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { goTo, isTyping } from './go-to'
import { moveInList } from './move-in-list'

const CommandPalette = dynamic(() => import('./command-palette').then((m) => m.CommandPalette), {
  ssr: false,
})
const KeyboardHelp = dynamic(() => import('./keyboard-help').then((m) => m.KeyboardHelp), { ssr: false })

type Opened = 'none' | 'palette' | 'help'

export const openPaletteEvent = 'lanekeeper:palette'

/** The shortcuts that work on every page. */
export function Keyboard() {
  const router = useRouter()
  const [opened, setOpened] = useState<Opened>('none')
  useEffect(() => {
    let goPressedAt = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setOpened((now) => (now === 'palette' ? 'none' : 'palette'))
        return
      }
      if (
        event.key === 'Escape' &&
        event.target instanceof HTMLInputElement &&
        event.target.type === 'search'
      ) {
        // What was typed stays: the browser's own answer would empty the field.
        event.preventDefault()
        event.target.blur()
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || isModalOpen()) return
      const target = goTo.find(({ key }) => key === event.key)
      if (target !== undefined && event.timeStamp - goPressedAt < 1_500) {
        goPressedAt = 0
        event.preventDefault()
        router.push(target.href)
        return
      }
      goPressedAt = event.key === 'g' ? event.timeStamp : 0
      if (event.key === '?') setOpened('help')
      if ((event.key === 'j' || event.key === 'k') && moveInList(event.key === 'j' ? 1 : -1))
        event.preventDefault()
      if (event.key === '/') {
        event.preventDefault()
        if (!focusSearch()) setOpened('palette')
      }
    }
    const onOpen = () => setOpened('palette')
    document.addEventListener('keydown', onKey)
    document.addEventListener(openPaletteEvent, onOpen)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener(openPaletteEvent, onOpen)
    }
  }, [router])
  if (opened === 'none') return null
  const Opened = opened === 'palette' ? CommandPalette : KeyboardHelp
  return <Opened onClose={() => setOpened('none')} />
}

function isModalOpen(): boolean {
  return document.querySelector('dialog[open]') !== null
}

function focusSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>('main input[type=search]')
  search?.focus()
  search?.select()
  return search !== null
}
