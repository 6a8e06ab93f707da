import { wilsonInterval } from '@/lib/domain/wilson-interval'
import type { ServiceProbe } from '@/lib/services/schemas/service-probe'

type Answer = { status: number; headers: Readonly<Record<string, string>>; body: string }
type Pods = { newPods: ReadonlySet<string>; oldPods: ReadonlySet<string> }

const exampleLength = 200

/** How often each version answered, the most frequent first. */
export function tallyVersions(
  answers: readonly Answer[],
  versionOf: (answer: Answer) => string | null,
  { newPods, oldPods }: Pods,
): ServiceProbe['versions'] {
  const byVersion = new Map<string | null, Answer[]>()
  for (const answer of answers) {
    const version = versionOf(answer)
    byVersion.set(version, [...(byVersion.get(version) ?? []), answer])
  }
  return [...byVersion]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([version, those]) => {
      const from = (pods: ReadonlySet<string>) =>
        those.filter(({ headers }) => pods.has(headers['x-pod'] ?? '')).length
      return {
        version,
        count: those.length,
        share: those.length / answers.length,
        interval: wilsonInterval(those.length, answers.length) ?? [0, 1],
        byNew: from(newPods),
        byOld: from(oldPods),
        statuses: [...new Set(those.map(({ status }) => status))].sort(),
        example: those[0]?.body.slice(0, exampleLength) ?? '',
      }
    })
}
