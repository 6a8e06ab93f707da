import { type ClientHttp2Session, type ClientHttp2Stream, constants } from 'node:http2'
import { NotSent, plainHeaders, type WireAnswer, type WireRequest } from './connection'

/**
 * One request on an open connection; `ended` is called when it takes up no more room there. Raises NotSent when the
 * server says that it did not look at it.
 */
export async function requestOn(
  session: ClientHttp2Session,
  asked: WireRequest,
  base: string,
  ended: () => void,
): Promise<WireAnswer> {
  const { signal } = asked
  const stream = openStream(session, asked, base, ended)
  const stop = () => stream.destroy(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  stream.once('close', () => {
    ended()
    signal.removeEventListener('abort', stop)
  })
  return new Promise((resolve, reject) => {
    let failure: Error | undefined
    stream.on('error', (error) => {
      failure ??= error
    })
    stream.once('close', () => reject(signal.aborted ? signal.reason : outcomeOf(stream, failure)))
    stream.once('response', ({ ':status': status, ...headers }) =>
      resolve({
        status: status ?? 0,
        headers: plainHeaders(headers),
        body: wholeBody(stream),
      }),
    )
    if (asked.body !== undefined) stream.end(asked.body)
  })
}

function openStream(
  session: ClientHttp2Session,
  { method, path, headers, body }: WireRequest,
  base: string,
  ended: () => void,
): ClientHttp2Stream {
  try {
    return session.request(
      { ...headers, ':method': method, ':path': base + path },
      { endStream: body === undefined },
    )
  } catch (error) {
    ended()
    throw new NotSent('the connection is closing', { cause: error })
  }
}

function outcomeOf(stream: ClientHttp2Stream, failure: Error | undefined): Error {
  const cut: NodeJS.ErrnoException = new Error('the stream was cut', { cause: failure })
  if (failure === undefined) cut.code = 'ECONNRESET'
  if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) return new NotSent('refused', { cause: cut })
  return cut
}

/** A stream that is reset ends as quietly as one that is complete; only its code tells. */
async function* wholeBody(stream: ClientHttp2Stream): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield chunk
  if (stream.aborted || (stream.rstCode !== undefined && stream.rstCode !== constants.NGHTTP2_NO_ERROR))
    throw outcomeOf(stream, undefined)
}
