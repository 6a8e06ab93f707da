/** How long a pasted text may be. In a file of its own so that pages need not load the schemas. */
export const maxPastedCharacters = 200_000
