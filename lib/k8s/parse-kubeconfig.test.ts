import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { parseKubeconfig } from './parse-kubeconfig'

const pem = Buffer.from('-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n').toString('base64')

function config(cluster: object = {}, user: object = { token: 'secret' }) {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'main',
    contexts: [
      { name: 'main', context: { cluster: 'c', user: 'u' } },
      { name: 'other', context: { cluster: 'c', user: 'runner' } },
    ],
    clusters: [
      {
        name: 'c',
        cluster: { server: 'https://10.0.0.1:6443', 'certificate-authority-data': pem, ...cluster },
      },
    ],
    users: [
      { name: 'u', user },
      { name: 'runner', user: { exec: { command: 'id' } } },
    ],
  })
}

test('the current context is read', () => {
  const parsed = parseKubeconfig(config())
  expect(parsed).toMatchObject({
    ok: true,
    contexts: ['main', 'other'],
    credentials: { server: 'https://10.0.0.1:6443', context: 'main', token: 'secret' },
  })
  expect(parsed.ok && parsed.credentials.ca).toContain('BEGIN CERTIFICATE')
})

test('JSON is YAML', () => {
  expect(parseKubeconfig(JSON.stringify({})).ok).toBe(false)
})

describe('refuses', () => {
  test.each([
    ['a command', config({}, { exec: { command: 'sh' } }), 'users.u.exec'],
    ['a plugin', config({}, { 'auth-provider': { name: 'gcp' } }), 'users.u.auth-provider'],
    ['a token file', config({}, { tokenFile: '/etc/passwd' }), 'users.u.tokenFile'],
    ['a key file', config({}, { 'client-key': '/k', 'client-certificate-data': pem }), 'users.u.client-key'],
    ['a certificate file', config({}, { 'client-certificate': '/c' }), 'users.u.client-certificate'],
    ['basic authentication', config({}, { username: 'a', password: 'b' }), 'users.u.username'],
    ['another user', config({}, { token: 't', as: 'root' }), 'users.u.as'],
    ['no credentials', config({}, {}), 'users.u'],
    ['a token with a line break', config({}, { token: 'a\nb' }), 'users.u.token'],
    ['a CA file', config({ 'certificate-authority': '/ca' }), 'clusters.c.certificate-authority'],
    ['no check', config({ 'insecure-skip-tls-verify': true }), 'clusters.c.insecure-skip-tls-verify'],
    ['a proxy', config({ 'proxy-url': 'http://p' }), 'clusters.c.proxy-url'],
    ['plain http', config({ server: 'http://10.0.0.1' }), 'clusters.c.server'],
    ['a file URL', config({ server: 'file:///etc/passwd' }), 'clusters.c.server'],
    ['a user in the URL', config({ server: 'https://a:b@10.0.0.1' }), 'clusters.c.server'],
    ['loopback', config({ server: 'https://127.0.0.1:6443' }), 'clusters.c.server'],
    ['loopback in decimal', config({ server: 'https://2130706433' }), 'clusters.c.server'],
    ['loopback in IPv6', config({ server: 'https://[::1]' }), 'clusters.c.server'],
    ['loopback mapped', config({ server: 'https://[::ffff:127.0.0.1]' }), 'clusters.c.server'],
    ['localhost', config({ server: 'https://localhost:6443' }), 'clusters.c.server'],
    ['the metadata service', config({ server: 'https://169.254.169.254' }), 'clusters.c.server'],
    ['aliases', `a: &a [x]\n${config()}\nb: *a`, 'kubeconfig'],
    ['what is too large', ' '.repeat(262_145), 'kubeconfig'],
    ['what is no kubeconfig', 'hello', 'kubeconfig'],
  ])('%s', (_name, text, field) => {
    const parsed = parseKubeconfig(text)
    expect(parsed).toMatchObject({ ok: false, field })
  })

  test('a chosen context that is not there, or that runs a command', () => {
    expect(parseKubeconfig(config(), { context: 'nope' })).toMatchObject({ ok: false, field: 'contexts' })
    expect(parseKubeconfig(config(), { context: 'other' })).toMatchObject({
      ok: false,
      field: 'users.runner.exec',
    })
  })
})

test('loopback is accepted where it is allowed; link-local never is', () => {
  const options = { allowLoopback: true }
  expect(parseKubeconfig(config({ server: 'https://127.0.0.1:6480' }), options).ok).toBe(true)
  expect(parseKubeconfig(config({ server: 'https://169.254.169.254' }), options).ok).toBe(false)
})
