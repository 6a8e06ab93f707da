import { describe, expect, it } from 'vitest'
import { kinds } from './kinds'
import { openStore } from './open-store'
import type { StoreEvent } from './store'

const deployment = (image = 'example.com/a:1') => ({
  metadata: { name: 'a', namespace: 'default', labels: { app: 'a' } },
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image }] } },
  },
})

describe('ObjectStore', () => {
  it('defaults, numbers and freezes what it stores', async () => {
    const store = await openStore({})
    const created = store.create(kinds.deployments, deployment(), { manager: 'm' })
    expect(created).toMatchObject({
      kind: 'Deployment',
      spec: { replicas: 1, progressDeadlineSeconds: 600 },
      status: {},
    })
    expect(created.metadata).toMatchObject({
      generation: 1,
      managedFields: [{ manager: 'm', operation: 'Update' }],
    })
    expect(Object.isFrozen(created.metadata.labels)).toBe(true)
    expect(() => store.create(kinds.deployments, deployment())).toThrow('deployments.apps "a" already exists')
  })

  it('counts generations for the spec and not for the status', async () => {
    const store = await openStore({})
    const created = store.create(kinds.deployments, deployment())
    const status = { ...created, status: { observedGeneration: 1, replicas: 1 } }
    const seen = store.update(kinds.deployments, status, { subresource: 'status', manager: 'c' })
    expect(seen.metadata.generation).toBe(1)
    expect(seen).toMatchObject({ status: { observedGeneration: 1, replicas: 1 } })
    const changed = store.update(kinds.deployments, { ...deployment('example.com/a:2') })
    expect(changed.metadata.generation).toBe(2)
    expect(changed).toMatchObject({ status: { observedGeneration: 1 } })
  })

  it('commits nothing when nothing changed, and refuses a stale version', async () => {
    const store = await openStore({})
    const created = store.create(kinds.deployments, deployment())
    const version = store.resourceVersion
    expect(store.update(kinds.deployments, created)).toBe(created)
    expect(store.resourceVersion).toBe(version)
    store.update(kinds.deployments, deployment('example.com/a:2'))
    expect(() => store.update(kinds.deployments, created)).toThrow('the object has been modified')
  })

  it('tells listeners in commit order, also of what a listener wrote', async () => {
    const store = await openStore({})
    const seen: string[] = []
    store.subscribe((event: StoreEvent) => {
      if (event.type === 'ADDED' && event.object.metadata.name === 'first') {
        store.create(kinds.configMaps, { metadata: { name: 'second', namespace: 'default' } })
      }
    })
    store.subscribe((event) => seen.push(`${event.type} ${event.object.metadata.name}`))
    store.create(kinds.configMaps, { metadata: { name: 'first', namespace: 'default' } })
    expect(seen).toEqual(['ADDED first', 'ADDED second'])
  })

  it('keeps an object with finalizers until they are gone', async () => {
    const store = await openStore({})
    store.create(kinds.deployments, deployment())
    const marked = store.remove(kinds.deployments, 'default', 'a', { propagationPolicy: 'Foreground' })
    expect(marked.metadata).toMatchObject({
      finalizers: ['foregroundDeletion'],
      deletionGracePeriodSeconds: 0,
      generation: 2,
    })
    store.update(kinds.deployments, { ...marked, metadata: { ...marked.metadata, finalizers: [] } })
    expect(store.get(kinds.deployments, 'default', 'a')).toBeUndefined()
  })

  it('gives a pod on a node its grace period, and none when told so', async () => {
    const store = await openStore({})
    const pod = store.create(kinds.pods, {
      metadata: { name: 'p', namespace: 'default' },
      spec: { nodeName: 'n', containers: [{ name: 'p', image: 'i:1' }] },
    })
    expect(pod).toMatchObject({ status: { phase: 'Pending', qosClass: 'BestEffort' } })
    expect(store.remove(kinds.pods, 'default', 'p').metadata.deletionGracePeriodSeconds).toBe(30)
    store.remove(kinds.pods, 'default', 'p', { gracePeriodSeconds: 0 })
    expect(store.get(kinds.pods, 'default', 'p')).toBeUndefined()
  })

  it('expires a watch from before the first version', async () => {
    const store = await openStore({})
    expect(store.eventsSince(kinds.deployments, 1)).toBeUndefined()
    const version = store.resourceVersion
    store.create(kinds.deployments, deployment())
    expect(store.eventsSince(kinds.deployments, version)?.map((event) => event.type)).toEqual(['ADDED'])
  })
})
