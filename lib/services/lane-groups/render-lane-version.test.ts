import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { readVersionEdit } from '@/lib/domain/read-version-edit'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { planDraft } from './plan-draft'
import { renderLaneVersion } from './render-lane-version'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let console: TestConsole

beforeAll(async () => {
  console = await startTestConsole()
})
afterAll(() => console?.stop())

const application = 'spring-cloud-a'
const document = (version: object = {}, lane: object = {}) =>
  demoDocument('rendered', {
    lanes: [
      {
        tag: 'gray',
        versions: [
          { application, image: 'registry.example.com/spring-cloud-a:1.1.0', replicas: 2, ...version },
        ],
        ...lane,
      },
    ],
  })
const render = (version?: object, lane?: object) =>
  renderLaneVersion(console.as('viewer'), { document: document(version, lane), lane: 'gray', application })

it('shows a version as a push would make it, and reads an edit of it back as a patch', async () => {
  const view = await render()
  const { changes } = await planDraft(console.as('viewer'), { document: document() })
  const planned = changes.find(({ object }) => object.kind === 'Deployment')?.after ?? ''
  expect(parse(view.text)).toEqual(parse(planned))
  expect(parse(view.service ?? '')).toMatchObject({ kind: 'Service' })
  expect(parse(view.baseline)).toMatchObject({ metadata: { name: application } })

  const edited = view.text.replace(/terminationGracePeriodSeconds: \d+/, 'terminationGracePeriodSeconds: 61')
  expect(edited).not.toBe(view.text)
  const read = readVersionEdit(edited, view.base)
  expect(read).toMatchObject({
    ok: true,
    edit: { replicas: 2, patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 61 } } } } },
  })
  if (!read.ok) return
  const again = await render(read.edit)
  expect(parse(again.text)).toEqual(parse(edited))
  expect(again.base.copy).toEqual(view.base.copy)
})

it('says why the number of pods is locked', async () => {
  expect((await render({}, { state: 'parked' })).base.replicas).toBe('parked')
})

it('refuses a version that the document does not have', async () => {
  await expect(
    renderLaneVersion(console.as('viewer'), { document: document(), lane: 'gray', application: 'ghost' }),
  ).rejects.toMatchObject({ code: 'NotFound' })
})
