import { ageColumn, type Column, column, nameColumn } from './column'
import { ingressAddress, ingressClass, ingressHosts, ingressPorts } from './ingress-cells'

/** Columns of Ingresses. */
export const ingressColumns: readonly Column[] = [
  nameColumn,
  column(
    'Class',
    'The name of the IngressClass resource that should be used for additional configuration',
    ingressClass,
  ),
  column('Hosts', 'Hosts that incoming requests are matched against before the ingress rule', ingressHosts),
  column('Address', 'Address is a list containing ingress points for the load-balancer', ingressAddress),
  column('Ports', 'Ports of TLS configurations that open', ingressPorts),
  ageColumn,
]
