import type { ContractClient } from './contract-client'
import type { Recording } from './recording'
import { renameRequest } from './rename-namespace'

/** Makes the Deployment of recording 073, which was not recorded: that of 021 with an image that cannot be pulled. */
export async function startBrokenDeployment(
  client: ContractClient,
  recordings: readonly Recording[],
  namespace: string,
): Promise<void> {
  const applied = recordings.find(({ name }) => name.startsWith('021'))
  if (applied === undefined) throw new Error('021 is missing')
  const text = JSON.stringify(applied.request.body)
    .replaceAll('"name":"micro-api","namespace"', '"name":"broken","namespace"')
    .replaceAll('"app":"micro-api"', '"app":"broken"')
    .replace('example.com/micro-api:1.0', 'example.com/missing:1')
    .replace('"replicas":3', '"replicas":1,"progressDeadlineSeconds":4')
  const path = applied.request.path.replace('deployments/micro-api', 'deployments/broken')
  await client.send(renameRequest({ ...applied.request, path, body: text }, namespace))
}
