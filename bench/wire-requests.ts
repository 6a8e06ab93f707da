import diagnostics from 'node:diagnostics_channel'

/** How many HTTP requests this process sends while `work` runs. */
export async function countRequests<T>(work: () => Promise<T>): Promise<{ result: T; requests: number }> {
  let requests = 0
  const count = () => {
    requests++
  }
  diagnostics.subscribe('undici:request:create', count)
  diagnostics.subscribe('http.client.request.start', count)
  try {
    return { result: await work(), requests }
  } finally {
    diagnostics.unsubscribe('undici:request:create', count)
    diagnostics.unsubscribe('http.client.request.start', count)
  }
}
