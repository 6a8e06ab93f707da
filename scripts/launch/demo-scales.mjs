import https from 'node:https'
import { parse } from 'yaml'
import { refuse } from './say.mjs'

const of = (namespace, replicas, names) => names.map((name) => ({ namespace, name, replicas }))
const chain = ['spring-cloud-a', 'spring-cloud-b', 'spring-cloud-c']

/** The Deployments of each demo that waits at 0 replicas, with how many its document asks for. */
export const demoScales = {
  zadig: of('zadig', 1, [...chain, 'nacos-server']),
  istio: [...of('default', 3, ['micro-api-v1']), ...of('mesh', 1, chain)],
  rolling: of('rolling', 3, ['micro-api']),
  bluegreen: of('bluegreen', 1, ['old-nginx']),
}

/** Sets the scale of each Deployment; gives a line for each. Refuses when the cluster does not answer or take it. */
export async function scaleDemo(kubeconfig, scales) {
  const { clusters, users } = parse(kubeconfig)
  const { server, 'certificate-authority-data': authority } = clusters[0].cluster
  const lines = []
  for (const { namespace, name, replicas } of scales) {
    const url = `${server}/apis/apps/v1/namespaces/${namespace}/deployments/${name}/scale`
    const body = JSON.stringify({ spec: { replicas } })
    const status = await patch(url, body, {
      ca: Buffer.from(authority, 'base64'),
      token: users[0].user.token,
    })
    if (status !== 200) refuse(`Deployment ${namespace}/${name}: the cluster answered ${status}`)
    lines.push(`Deployment ${namespace}/${name} runs ${replicas}`)
  }
  return lines
}

function patch(url, body, { ca, token }) {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/merge-patch+json',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method: 'PATCH', ca, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
    request.on('error', reject)
    request.end(body)
  }).catch((error) => refuse(`the demo cluster does not answer at ${new URL(url).origin} (${error.code})`))
}
