'use client'

import { useTranslations } from 'next-intl'
import { Select } from '@/components/ui/select'
import { type WindowSeconds, windows } from './traffic-summary'

type Props = {
  windowSeconds: WindowSeconds
  view: 'bars' | 'table'
  onWindow: (seconds: WindowSeconds) => void
  onView: (view: 'bars' | 'table') => void
}

export function TrafficControls({ windowSeconds, view, onWindow, onView }: Props) {
  const t = useTranslations('traffic')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="w-36">
        <Select
          aria-label={t('window')}
          value={windowSeconds}
          onChange={(event) => {
            const seconds = windows.find((known) => String(known) === event.target.value)
            if (seconds !== undefined) onWindow(seconds)
          }}
        >
          {windows.map((seconds) => (
            <option key={seconds} value={seconds}>
              {t(`windowName.${seconds}`)}
            </option>
          ))}
        </Select>
      </div>
      <fieldset className="flex overflow-hidden rounded-[7px] border border-line">
        <legend className="sr-only">{t('view')}</legend>
        {(['bars', 'table'] as const).map((option) => (
          <label
            key={option}
            className="flex min-h-8 cursor-pointer items-center px-3 text-ink-2 has-checked:bg-chip has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="traffic-view"
              className="sr-only"
              checked={view === option}
              onChange={() => onView(option)}
            />
            {t(option)}
          </label>
        ))}
      </fieldset>
    </div>
  )
}
