import diagnostics from 'node:diagnostics_channel'
import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'

/** How many HTTP requests this process sends while `work` runs; of HTTP/2, those that also end in that time. */
export async function countRequests<T>(work: () => Promise<T>): Promise<{ result: T; requests: number }> {
  let requests = 0
  const count = () => {
    requests++
  }
  const countStreams = (entries: readonly PerformanceEntry[]) => {
    requests += entries.filter(({ name }) => name === 'Http2Stream').length
  }
  const observer = new PerformanceObserver((list) => countStreams(list.getEntries()))
  observer.observe({ entryTypes: ['http2'] })
  diagnostics.subscribe('undici:request:create', count)
  diagnostics.subscribe('http.client.request.start', count)
  try {
    const result = await work()
    // The last stream is entered after its answer was read.
    await new Promise((resolve) => setTimeout(resolve, 50))
    countStreams(observer.takeRecords())
    return { result, requests }
  } finally {
    observer.disconnect()
    diagnostics.unsubscribe('undici:request:create', count)
    diagnostics.unsubscribe('http.client.request.start', count)
  }
}
