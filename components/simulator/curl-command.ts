import type { RequestSample } from '@/lib/domain/request-sample'

/** The request as a curl command to `origin`, with the Host header where the origin's own differs. */
export function curlCommand(request: RequestSample, origin: string): string {
  const url = new URL(request.path === '' ? '/' : request.path, origin)
  for (const [name, value] of Object.entries(request.query)) url.searchParams.append(name, value)
  const headers = Object.entries(request.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const cookies = Object.entries(request.cookies).map(([name, value]) => `${name}=${value}`)
  return [
    'curl',
    ...(request.method === 'GET' ? [] : [`-X ${request.method}`]),
    ...(request.host === undefined || request.host === url.host
      ? []
      : [`-H ${quoted(`Host: ${request.host}`)}`]),
    ...headers,
    ...(cookies.length === 0 ? [] : [`-b ${quoted(cookies.join('; '))}`]),
    quoted(url.href),
  ].join(' ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
