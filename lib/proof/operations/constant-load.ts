import { Agent, request } from 'node:http'
import type { RequestSample } from '@/lib/domain/request-sample'

/** One request of the load, from when it was sent to when all of its answer was there (monotonic milliseconds). */
export type Served = {
  sample: RequestSample
  start: number
  end: number
  /** 0 where nothing came back; `body` then says why. */
  status: number
  ready: string
  image: string
  pod: string
  body: string
}
export type ConstantLoad = {
  /** What was served since the last call. */
  take(): Served[]
  /** Sends nothing more, waits for what is under way; gives the rate that was reached. May be asked again. */
  stop(): Promise<{ count: number; perSecond: number }>
}

const tickMs = 10
const mostUnderWay = 32

/**
 * Sends requests at a constant rate, each sample in turn. Where the machine is too slow the
 * rate falls, so that at most so many are under way.
 */
export function startConstantLoad(options: {
  url: string
  host: string
  samples: readonly RequestSample[]
  perSecond: number
  keepAlive: boolean
}): ConstantLoad {
  const { url, host, samples, perSecond, keepAlive } = options
  const agent = new Agent({ keepAlive, maxSockets: mostUnderWay })
  const begun = performance.now()
  let served: Served[] = []
  let sent = 0
  let count = 0
  let underWay = 0
  let owed = 0
  let last = begun
  const send = async (sample: RequestSample) => {
    underWay += 1
    const answer = await ask(agent, { url, host, sample })
    served.push(answer)
    underWay -= 1
    count += 1
  }
  const timer = setInterval(() => {
    const now = performance.now()
    // What could not be sent in time is not made up for: that would be a burst.
    owed = Math.min(owed + ((now - last) * perSecond) / 1_000, mostUnderWay)
    last = now
    for (; owed >= 1 && underWay < mostUnderWay; owed -= 1) {
      const sample = samples[sent++ % samples.length]
      if (sample) void send(sample)
    }
  }, tickMs)
  let seconds = 0
  return {
    take() {
      const taken = served
      served = []
      return taken
    },
    async stop() {
      clearInterval(timer)
      seconds ||= (performance.now() - begun) / 1_000
      while (underWay > 0) await new Promise((resolve) => setTimeout(resolve, tickMs))
      agent.destroy()
      return { count, perSecond: count / seconds }
    },
  }
}

function ask(
  agent: Agent,
  { url, host, sample }: { url: string; host: string; sample: RequestSample },
): Promise<Served> {
  const { path, query, headers, method } = sample
  const search = new URLSearchParams(query).toString()
  const target = new URL(`${path}${search === '' ? '' : `?${search}`}`, url)
  const start = performance.now()
  const done = (rest: Omit<Served, 'sample' | 'start' | 'end'>): Served => ({
    sample,
    start,
    end: performance.now(),
    ...rest,
  })
  return new Promise((resolve) => {
    const failed = (error: Error) =>
      resolve(done({ status: 0, ready: '', image: '', pod: '', body: error.message }))
    const outgoing = request(target, { agent, method, headers: { ...headers, host } }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        body += chunk
      })
      answer.on('error', failed)
      answer.on('end', () => {
        const text = (name: string) => String(answer.headers[name] ?? '')
        const status = answer.statusCode ?? 0
        resolve(done({ status, ready: text('x-ready'), image: text('x-image'), pod: text('x-pod'), body }))
      })
    })
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error('no answer within 30 s')))
    outgoing.on('error', failed)
    outgoing.end()
  })
}
