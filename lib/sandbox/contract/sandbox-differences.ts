import type { KnownDifferences } from './report'

/** Where the sandbox answers otherwise than the recorded server, and why. */
export const sandboxDifferences: KnownDifferences = {
  '003': 'the recorded cluster serves groups that nothing here needs, such as storage.k8s.io and argoproj.io',
  '012': 'the recorded cluster serves groups that nothing here needs, such as storage.k8s.io and argoproj.io',
}
