const limit = 256 * 1024

function answer(response) {
  if (response.headersSent) return
  const message = 'The body is larger than 256 kB. Send less.'
  response.writeHead(413, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ error: { code: 'TooLarge', message } }))
}

/** Answers 413 to a body that is announced or grows too large; true when the answer was given at once. */
export function refuseLargeBody(request, response) {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    answer(response)
    return true
  }
  if (request.headers['transfer-encoding'] === undefined) return false
  let size = 0
  const push = request.push.bind(request)
  // Node's parser hands each piece of a chunked body to push(); nothing else sees all of them.
  request.push = (piece) => {
    size += piece?.length ?? 0
    if (size <= limit) return push(piece)
    answer(response)
    request.destroy()
    return false
  }
  return false
}
