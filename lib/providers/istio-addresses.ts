import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { serviceAddresses } from './istio-doors'
import { gatewayKey, gatewaysOf, meshGateway } from './istio-hosts'
import type { IstioSettings } from './istio-settings'
import type { BaseRoute } from './provider'

const usual = { apiVersion: 'v1', kind: 'Service', namespace: 'istio-system', name: 'istio-ingressgateway' }

/** The Gateways of a base route, which say by labels which pods serve them; and the Service that Istio installs. */
export function gatewayRefs({ object, own }: BaseRoute, settings: IstioSettings | undefined): ObjectRef[] {
  const { namespace } = object.metadata
  const wanted = settings?.gateways?.map((name) => gatewayKey(name, namespace))
  const listed = own ? (wanted ?? []) : gatewaysOf(object)
  const names = listed.filter((name) => name !== meshGateway && (wanted?.includes(name) ?? true))
  const gateways = names.map((key): ObjectRef => {
    const [space = '', name = ''] = key.split('/')
    return { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace: space, name }
  })
  return [...gateways, usual]
}

/**
 * The addresses of the Services whose pods serve the Gateways: those that select at least by the Gateway's own labels. Where
 * no Gateway can be read, those of the Service that Istio installs.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway
 */
export function gatewayAddresses(found: readonly KubeObject[]): string[] {
  const services = found.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service')
  const selectors = found
    .filter(({ kind }) => kind === 'Gateway')
    .map((gateway) => Object.entries(asTexts(at(gateway, 'spec', 'selector'))))
    .filter((selector) => selector.length > 0)
  const isServing = (service: KubeObject) => {
    const labels = asTexts(at(service, 'spec', 'selector'))
    return selectors.some((selector) => selector.every(([key, value]) => labels[key] === value))
  }
  const isUsual = ({ metadata }: KubeObject) =>
    metadata.namespace === usual.namespace && metadata.name === usual.name
  const serving = services.filter(selectors.length > 0 ? isServing : isUsual)
  return [...new Set(serving.flatMap(serviceAddresses))]
}
