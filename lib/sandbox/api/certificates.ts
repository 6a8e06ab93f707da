import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { generate } from 'selfsigned'

/** PEM texts: the authority that clients trust, and the server's own pair. */
export type Certificates = { authority: string; certificate: string; key: string }

const files = { authority: 'ca.crt', authorityKey: 'ca.key', certificate: 'server.crt', key: 'server.key' }

/** The server's certificates, made once and kept in the directory, valid for 127.0.0.1, ::1 and localhost for ten years. */
export async function loadCertificates(directory: string): Promise<Certificates> {
  const at = (name: keyof typeof files) => path.join(directory, files[name])
  if (!existsSync(at('key'))) await makeCertificates(directory, at)
  const read = (name: keyof typeof files) => readFileSync(at(name), 'utf8')
  return { authority: read('authority'), certificate: read('certificate'), key: read('key') }
}

async function makeCertificates(directory: string, at: (name: keyof typeof files) => string): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const notAfterDate = new Date()
  notAfterDate.setFullYear(notAfterDate.getFullYear() + 10)
  const common = { keyType: 'ec', algorithm: 'sha256', notAfterDate } as const
  const authority = await generate([{ name: 'commonName', value: 'sandbox-ca' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: 'sandbox' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  const secret = { mode: 0o600 }
  writeFileSync(at('authority'), authority.cert, secret)
  writeFileSync(at('authorityKey'), authority.private, secret)
  writeFileSync(at('certificate'), server.cert, secret)
  writeFileSync(at('key'), server.private, secret)
}
