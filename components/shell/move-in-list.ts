const rows = 'main :is(tbody tr, [data-row])'
const control = 'a[href], button:not([disabled])'

/** Gives the focus to the first control of the next or previous row, from the row that has it, else from the ends. */
export function moveInList(step: 1 | -1): boolean {
  const found = [...document.querySelectorAll(rows)].filter((row) => row.querySelector(control) !== null)
  const here = found.findIndex((row) => row.contains(document.activeElement))
  const next = here === -1 ? (step === 1 ? 0 : found.length - 1) : here + step
  const target = found[next]?.querySelector<HTMLElement>(control)
  target?.focus()
  target?.scrollIntoView({ block: 'nearest' })
  return target !== undefined && target !== null
}
