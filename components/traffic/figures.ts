import { formatShare } from '@/components/ui/format-share'

/** A count with the reader's separators; `–` when it is not known. */
export function formatCount(count: number | null, locale: string): string {
  return count === null ? '–' : new Intl.NumberFormat(locale).format(count)
}

/** Requests per second: whole from 10 on, one decimal below. */
export function formatRate(rate: number | null, locale: string): string {
  if (rate === null) return '–'
  return new Intl.NumberFormat(locale, { maximumFractionDigits: rate < 10 ? 1 : 0 }).format(rate)
}

/** `0.02 %`: two decimals below one percent, so that few errors are not shown as none. */
export function formatErrorRate(rate: number | null, locale: string): string {
  if (rate === null) return '–'
  if (rate === 0 || rate >= 0.1) return formatShare(rate, locale)
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(rate * 100)} %`
}

/** `12 ms`, `0.4 ms`, `1.2 s`; `–` when it is not known. */
export function formatDuration(seconds: number | null, locale: string): string {
  if (seconds === null) return '–'
  const ms = seconds * 1000
  if (ms >= 1000) return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(seconds)} s`
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: ms < 10 ? 1 : 0 }).format(ms)} ms`
}
