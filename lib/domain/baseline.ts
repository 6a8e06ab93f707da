/** The word a target uses for the untagged stable version, in a file of its own so that pages need not load the schemas. */
export const baseline = 'baseline'
