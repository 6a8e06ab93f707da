/** `g`, then one of these letters. */
export const goTo = [
  { key: 'o', href: '/', name: 'overview' },
  { key: 'l', href: '/groups', name: 'groups' },
  { key: 'n', href: '/groups/new', name: 'newGroup' },
  { key: 'c', href: '/clusters', name: 'clusters' },
] as const

/** Keys typed into a control belong to it. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}
