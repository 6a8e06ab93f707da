import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'

/** The Service that is asked, and its port: the one named, else its first. Raises `Invalid`. */
export function servicePort(
  services: readonly KubeObject[],
  deployment: string,
  asked: { service: string; port?: number | undefined },
): { name: string; port: number } {
  const found = services.find(({ metadata }) => metadata.name === asked.service)
  if (found === undefined) {
    const problem = say('rolling.noService', { name: deployment, service: asked.service })
    throw new AppError('Invalid', problem, { fields: { service: [problem] } })
  }
  const ports = asObjects(at(found, 'spec', 'ports'))
    .filter(({ protocol }) => protocol === undefined || protocol === 'TCP')
    .flatMap(({ port }) => (typeof port === 'number' ? [port] : []))
  const port = asked.port === undefined ? ports[0] : ports.find((one) => one === asked.port)
  if (port !== undefined) return { name: asked.service, port }
  const problem = say('rolling.noPort', { service: asked.service, port: asked.port ?? '–' })
  throw new AppError('Invalid', problem, { fields: { port: [problem] } })
}
