import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** Where the tests of one run have the program of their clusters: beside the packages that it imports. */
export function clusterBundle(runFolder: string): string {
  return path.join(root, '.build', `test-cluster-${path.basename(runFolder)}.mjs`)
}
