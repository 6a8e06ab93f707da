import type { RequestSample } from '@/lib/domain/request-sample'

/** A request on one line: `GET example.com/a?group=gray · x-user: 1 · cookie uid=7`. */
export function requestLine({ method, host = '', path, query, headers, cookies }: RequestSample): string {
  const asked = Object.entries(query).map(([name, value]) => `${name}=${value}`)
  return [
    `${method} ${host}${path}${asked.length > 0 ? `?${asked.join('&')}` : ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...Object.entries(cookies).map(([name, value]) => `cookie ${name}=${value}`),
  ].join(' · ')
}
