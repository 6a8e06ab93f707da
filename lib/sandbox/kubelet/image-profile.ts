/** How a container of an image behaves. */
export type ImageProfile = {
  /** What the container answers. */
  answers:
    | { type: 'chain'; letter: 'A' | 'B' | 'C' }
    | { type: 'zuul' }
    | { type: 'text'; text: string }
    | { type: 'versioned'; version: string }
    | { type: 'gateway-stats' }
    | { type: 'generic' }
  /** The ports that the process inside opens, whatever `containerPort` says. */
  ports: readonly number[]
  /** Milliseconds from pull to ready. */
  startMs: number
  fate: 'runs' | 'cannot be pulled' | 'crashes'
}

type Known = Pick<ImageProfile, 'answers' | 'ports' | 'startMs'>

const known: Record<string, Known> = {
  'spring-cloud-zuul': { answers: { type: 'zuul' }, ports: [20000], startMs: 200 },
  'spring-cloud-a': { answers: { type: 'chain', letter: 'A' }, ports: [20001], startMs: 250 },
  'spring-cloud-b': { answers: { type: 'chain', letter: 'B' }, ports: [20002], startMs: 250 },
  'spring-cloud-c': { answers: { type: 'chain', letter: 'C' }, ports: [20003], startMs: 250 },
  'nacos-server': { answers: { type: 'text', text: 'nacos' }, ports: [8848], startMs: 150 },
  'old-nginx': { answers: { type: 'text', text: 'old' }, ports: [80], startMs: 100 },
  'new-nginx': { answers: { type: 'text', text: 'new' }, ports: [80], startMs: 100 },
  nginx: { answers: { type: 'text', text: 'nginx' }, ports: [80], startMs: 100 },
  'higress-gateway': { answers: { type: 'gateway-stats' }, ports: [15020], startMs: 100 },
  'http-route-gateway': { answers: { type: 'gateway-stats' }, ports: [15020], startMs: 100 },
  'ack-nginx-controller': { answers: { type: 'gateway-stats' }, ports: [10254], startMs: 100 },
  'istio-ingress': { answers: { type: 'gateway-stats' }, ports: [15020], startMs: 100 },
  'ingress-nginx-controller': { answers: { type: 'gateway-stats' }, ports: [10254], startMs: 100 },
  'mse-gateway': { answers: { type: 'gateway-stats' }, ports: [15020], startMs: 100 },
}

/**
 * The behaviour of an image by the last part of its name and by its tag. An unknown image answers on its container
 * ports. A name or tag with `missing` in it cannot be pulled, one with `crash` in it ends right after its start.
 */
export function imageProfile(image: string, containerPorts: readonly number[]): ImageProfile {
  const { name, tag } = splitImage(image)
  const behaviour = name === 'micro-api' ? microApi(tag) : known[name]
  const generic: Known = { answers: { type: 'generic' }, ports: containerPorts, startMs: 120 }
  return { ...(behaviour ?? generic), fate: fateOf(`${name}:${tag}`) }
}

function microApi(tag: string): Known {
  const minor = /^1\.(\d+)/.exec(tag)?.[1]
  const version = minor === '3' ? 'V3' : minor === '2' ? 'V2' : 'V1'
  return { answers: { type: 'versioned', version }, ports: [9090], startMs: 200 }
}

function fateOf(reference: string): ImageProfile['fate'] {
  if (reference.includes('missing')) return 'cannot be pulled'
  return reference.includes('crash') ? 'crashes' : 'runs'
}

/** `registry/path/name:tag@digest` to its name and tag; without a tag it is `latest`. */
export function splitImage(image: string): { name: string; tag: string } {
  const withoutDigest = image.split('@')[0] ?? image
  const last = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1)
  const colon = last.indexOf(':')
  return colon < 0
    ? { name: last, tag: 'latest' }
    : { name: last.slice(0, colon), tag: last.slice(colon + 1) }
}
