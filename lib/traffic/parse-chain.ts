/** One stop of a request, as the answering pods told it. */
export type Hop = { application: string; lane: string; address: string | null }

const stop = /^([A-Za-z0-9][\w.-]*?)((?:\[[^\]]*\])+)$/
const address = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)$/i

/**
 * Reads a chain such as `Agray[192.168.0.2][config=base] -> B[192.168.0.3] -> Cgray[192.168.0.4]`. A stop's name is an
 * application's name, or the last part of it, and behind it the tag of the lane, if any. Null when the text is no chain.
 */
export function parseChain(
  text: string,
  known: { applications: readonly string[]; lanes: readonly string[] },
): Hop[] | null {
  const hops: Hop[] = []
  for (const part of text.trim().split(/\s*->\s*/)) {
    const [, name, brackets] = stop.exec(part) ?? []
    if (name === undefined || brackets === undefined) return null
    const found = brackets
      .slice(1, -1)
      .split('][')
      .find((inner) => address.test(inner))
    hops.push({ ...versionOf(name, known), address: found ?? null })
  }
  return hops
}

function versionOf(
  name: string,
  { applications, lanes }: { applications: readonly string[]; lanes: readonly string[] },
): { application: string; lane: string } {
  const plain = applicationOf(name, applications)
  if (plain !== undefined) return { application: plain, lane: 'baseline' }
  for (const lane of [...lanes].sort((a, b) => b.length - a.length)) {
    if (!name.endsWith(lane)) continue
    const application = applicationOf(name.slice(0, -lane.length).replace(/-$/, ''), applications)
    if (application !== undefined) return { application, lane }
  }
  return { application: name, lane: 'baseline' }
}

function applicationOf(name: string, applications: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  return (
    applications.find((application) => application === wanted) ??
    applications.find((application) => application.slice(application.lastIndexOf('-') + 1) === wanted)
  )
}

/** The version that a pod belongs to by its name, `{workload}-{hash}-{suffix}`; the longest workload name wins. */
export function versionOfPod(
  pod: string,
  workloads: readonly { application: string; lane: string; deployment: string }[],
): Hop | null {
  const candidates = workloads.filter(({ deployment }) => pod.startsWith(`${deployment}-`))
  const [best] = candidates.sort((a, b) => b.deployment.length - a.deployment.length)
  return best ? { application: best.application, lane: best.lane, address: null } : null
}
