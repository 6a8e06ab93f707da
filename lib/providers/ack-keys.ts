/**
 * The annotations by which ACK's nginx controller splits one Ingress between two Services.
 * @see https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-nginx-ingress-for-canary-release-and-blue-green-release
 */
export const ackKeys = {
  /** `{service}: header("name", "value")`, also `cookie` and `query`, or `/pattern/`: only such requests may go to the Service. */
  match: 'nginx.ingress.kubernetes.io/service-match',
  /** `{new}: {weight}, {old}: {weight}`: shares of the requests that may go to both. */
  weight: 'nginx.ingress.kubernetes.io/service-weight',
  /** `ingress.aliyun.weight/{new}: "{percent}"`, of 2018. */
  percent: 'ingress.aliyun.weight/',
} as const

/** Whether an Ingress is split by one of them. */
export function isSplitByAck(annotations: Readonly<Record<string, string>> | undefined): boolean {
  return Object.keys(annotations ?? {}).some(
    (key) => key === ackKeys.match || key === ackKeys.weight || key.startsWith(ackKeys.percent),
  )
}
