import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { stopTestServer } from './db/test-server'
import { clusterBundle } from './k8s/test-cluster-bundle'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where this run's database server has its files, if a test asks for one. */
    testServerFolder: string
  }
}

/** Nothing is started here: most runs need no database, and the first test that does starts it. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lk-test-'))
  fs.chmodSync(folder, 0o755)
  project.provide('testServerFolder', folder)
  return async () => {
    await stopTestServer(folder)
    fs.rmSync(clusterBundle(folder), { force: true })
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
