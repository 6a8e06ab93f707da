import type { Change } from './types'

/** The images of a baseline that a change replaces, from → to, with their containers where there are several; null for none. */
export function imageMoves({ fields = [] }: Pick<Change, 'fields'>): string | null {
  const moves = fields.filter(({ container }) => container !== '')
  if (moves.length === 0) return null
  return moves
    .map(({ container, before, after }) => `${moves.length > 1 ? `${container} ` : ''}${before} → ${after}`)
    .join(', ')
}
