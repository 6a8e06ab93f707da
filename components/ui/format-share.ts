/** `30 %`, `30.1 %`, `0.4 %`: one decimal where it tells something; `–` when it is not known. */
export function formatShare(share: number | null, locale: string): string {
  if (share === null) return '–'
  const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(share * 100)
  return `${digits} %`
}
