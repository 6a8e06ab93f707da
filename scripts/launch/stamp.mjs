import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const sources = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'scripts',
  'instrumentation.ts',
  'next.config.js',
  'tsconfig.json',
  'package-lock.json',
]
const generated = path.join('lib', 'db', 'generated')
const isProduct = (name) => !/\.test\.tsx?$/.test(name) && name !== 'testdata'

function hashInto(hash, root, relative) {
  const full = path.join(root, relative)
  const stat = fs.statSync(full, { throwIfNoEntry: false })
  if (!stat || relative === generated) return
  if (stat.isDirectory()) {
    for (const name of fs.readdirSync(full).sort())
      if (isProduct(name)) hashInto(hash, root, path.join(relative, name))
    return
  }
  hash.update(`${relative}\0${stat.size}\0`).update(fs.readFileSync(full))
}

/** A digest of everything that the build is made from, the runtime's version among it. */
export function sourceStamp(root) {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources) hashInto(hash, root, source)
  return hash.digest('hex')
}
