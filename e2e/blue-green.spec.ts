import { expect, type Page } from '@playwright/test'
import { clusterGet, patchByHand } from './cluster'
import { removeGroup, test, throughGateway } from './fixtures'
import { importPage } from './pages/import-page'
import { lanePage } from './pages/lane-page'
import { operationPage } from './pages/operation-page'
import { rulesPage } from './pages/rules-page'
import { ackUrl } from './server'
import { english as t } from './texts'

const group = 'blue-green'
// The namespace that the demo's controller of ACK watches.
const namespace = 'bluegreen'
const host = 'shop.mini-echo.io'
const ingress = `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/shop`

/** A Deployment and its Service in the form of the blue-green document, which clusters no longer take. */
const service = (name: string, image: string) => `apiVersion: extensions/v1beta1
kind: Deployment
metadata:
  labels:
    run: ${name}
  name: ${name}
spec:
  replicas: 1
  selector:
    matchLabels:
      run: ${name}
  template:
    metadata:
      labels:
        run: ${name}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - image: registry.cn-hangzhou.aliyuncs.com/xianlu/${image}
        imagePullPolicy: Always
        name: ${name}
        ports:
        - containerPort: 80
          protocol: TCP
      restartPolicy: Always
---
apiVersion: v1
kind: Service
metadata:
  labels:
    run: ${name}
  name: ${name}
spec:
  ports:
  - port: 80
    protocol: TCP
    targetPort: 80
  selector:
    run: ${name}
  sessionAffinity: None
  type: NodePort
`

const baseline = `${service('shop-old', 'old-nginx')}---
apiVersion: extensions/v1beta1
kind: Ingress
metadata:
  name: shop
  annotations:
    kubernetes.io/ingress.class: nginx
spec:
  rules:
  - host: ${host}
    http:
      paths:
      - path: /
        backend:
          serviceName: shop-old
          servicePort: 80
`

/** Pastes, checks, applies; every object must be made. */
async function paste(page: Page, text: string, count: number): Promise<void> {
  await page.goto(`/clusters/apply?namespace=${namespace}`)
  await page.getByLabel(t('apply.text')).fill(text)
  await page.getByRole('button', { name: t('apply.check'), exact: true }).click()
  await expect(page.getByRole('region', { name: t('apply.checked') })).toBeVisible()
  await page.getByRole('button', { name: t('apply.apply', { count }) }).click()
  const done = page.getByRole('region', { name: t('apply.applied') })
  await expect(done.getByText(t('apply.result.done.created'), { exact: true })).toHaveCount(count)
}

/** `curl -H "Host: …"`, so many times. */
async function answers(count: number): Promise<string[]> {
  const texts: string[] = []
  for (let index = 0; index < count; index++)
    texts.push((await throughGateway('/', { at: ackUrl, headers: { host } })).body)
  return texts
}

const weightIs100 = /ingress\.aliyun\.weight\/shop-new(-2)?: .?100/
const inTurns = /^(old,new,old,new,old,new|new,old,new,old,new,old)$/

test.setTimeout(240_000)
test.afterEach(() => removeGroup(group))

test('the blue-green document: the old service pasted, its split imported, moved to 100 and ended', async ({
  signedIn: page,
}) => {
  const rules = rulesPage(page, t)
  const operation = operationPage(page, t)
  await test.step('the old service, in its old form, is brought up to date and applied', async () => {
    await page.goto(`/clusters/apply?namespace=${namespace}`)
    await page.getByLabel(t('apply.text')).fill(`${baseline}  bad: [`)
    await page.getByRole('button', { name: t('apply.check'), exact: true }).click()
    const line = baseline.split('\n').length
    const at = new RegExp(`^Line (${line}|${line + 1}), column \\d+$`)
    await expect(page.getByRole('button', { name: at }).first()).toBeVisible()
    await paste(page, baseline, 3)
    await expect.poll(async () => (await answers(1))[0], { timeout: 30_000 }).toBe('old')
  })

  await test.step('the new service, and half of the requests by the annotation of the document', async () => {
    await paste(page, service('shop-new', 'new-nginx'), 2)
    const path = (name: string) => ({
      path: '/',
      pathType: 'ImplementationSpecific',
      backend: { service: { name, port: { number: 80 } } },
    })
    const rules = [{ host, http: { paths: [path('shop-old'), path('shop-new')] } }]
    const annotations = { 'ingress.aliyun.weight/shop-new': '50' }
    await patchByHand(ingress, { metadata: { annotations }, spec: { rules } })
    await expect.poll(async () => (await answers(6)).join(), { timeout: 30_000 }).toMatch(inTurns)
  })

  await test.step('is found and imported by one click', async () => {
    const found = importPage(page, t)
    await page.goto(`/clusters/import?namespace=${namespace}`)
    await expect(found.card('shop-old')).toContainText('aliyun-weight')
    await found.name.fill(group)
    await found.submit.click()
    await expect(page).toHaveURL(`/groups/${group}/plan`)
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operation.succeeded(1)).toBeVisible({ timeout: 60_000 })
    expect((await answers(6)).join()).toMatch(inTurns)
  })

  await test.step('is moved to 100', async () => {
    await rules.move(group, { baseline: [50, 0], 'shop-new': [50, 100] })
    await expect(page.getByText(weightIs100).first()).toBeVisible()
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operation.succeeded(2)).toBeVisible({ timeout: 60_000 })
    expect(await answers(5)).toEqual(Array(5).fill('new'))
  })

  await test.step('and ended: the Ingress has its old form, points to the new service, and the old one stays', async () => {
    const own = lanePage(page, t, 'shop-new')
    await page.goto(`/groups/${group}/lanes/shop-new`)
    await own.promote.click()
    const dialog = page.getByRole('dialog', { name: t('lane.promote.title', { lane: 'shop-new' }) })
    await dialog.getByLabel(t('lane.promote.strategy'), { exact: true }).selectOption('switch')
    await dialog.getByLabel(t('lane.promote.after'), { exact: true }).selectOption('remove')
    const fields = dialog.getByRole('region', { name: `${t('plan.fields')}: Ingress shop` })
    const annotation = fields.getByRole('row').filter({ hasText: 'ingress.aliyun.weight/shop-new' }).first()
    await expect(annotation).toContainText('100')
    await expect(annotation).toContainText(t('plan.absent'))
    await annotation.scrollIntoViewIfNeeded()
    await expect(annotation).toBeInViewport()
    await dialog
      .getByRole('button', { name: t('lane.promote.confirm', { count: 1, lane: 'shop-new' }) })
      .click()
    await expect(operation.succeeded(3)).toBeVisible({ timeout: 60_000 })
    expect(await answers(5)).toEqual(Array(5).fill('new'))
    const ended = JSON.stringify(await clusterGet(ingress))
    expect(ended).not.toMatch(/"ingress\.aliyun\.weight\/shop-new(-2)?":"/)
    expect(ended).toMatch(/"backend":\{"service":\{"name":"shop-new(-2)?"/)
    expect(ended).not.toContain('"name":"shop-old"')
    for (const name of ['shop-old', 'shop-new'])
      expect(await clusterGet(`/api/v1/namespaces/${namespace}/services/${name}`)).toMatchObject({
        metadata: { name },
      })
    const old = `/apis/apps/v1/namespaces/${namespace}/deployments/shop-old`
    expect(await clusterGet(old)).toMatchObject({ spec: { replicas: 1 }, status: { readyReplicas: 1 } })
  })
})
