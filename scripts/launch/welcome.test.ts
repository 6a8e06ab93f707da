import { expect, it } from 'vitest'
import { welcome } from './welcome.mjs'

const settings = { directory: '/data' }
const url = 'http://127.0.0.1:3000'

it('shows a first start where to go, whole names in one column', () => {
  const gateways = { mse: 'http://127.0.0.1:8080', 'ingress-nginx': 'http://127.0.0.1:8082' }
  const cluster = { state: { gateways, kubeconfig: '/data/kubeconfig' } }
  const ready = { url, admin: { email: 'admin@example.com', password: 'secret' } }
  expect(welcome({ settings, ready, cluster })).toBe(`
  Console                http://127.0.0.1:3000
  Sign in as             admin@example.com
  Password               secret   (shown once: keep it)
  Gateway mse            http://127.0.0.1:8080
  Gateway ingress-nginx  http://127.0.0.1:8082
  kubeconfig             /data/kubeconfig
  Data                   /data

  Ctrl-C stops everything.
`)
})

it('shows no password that was set before, and no cluster that it did not start', () => {
  const ready = { url, admin: { email: 'admin@example.com' } }
  expect(welcome({ settings, ready, cluster: null })).toBe(`
  Console     http://127.0.0.1:3000
  Sign in as  admin@example.com, with the password you have
  Data        /data

  Ctrl-C stops everything.
`)
})
