import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { buildAll } from '../build.mjs'
import { findChromium } from './chromium.mjs'

function count(suite, counts) {
  for (const spec of suite.specs ?? [])
    for (const test of spec.tests) {
      if (test.status === 'expected') counts.passed++
      else if (test.status === 'skipped') counts.skipped++
      else counts.failed++
    }
  for (const child of suite.suites ?? []) count(child, counts)
  return counts
}

/** Runs the end-to-end tests on the production build and gives their counts. */
export async function runPlaywright({ root, scratch }) {
  const chromium = findChromium()
  await buildAll()
  const report = path.join(scratch, 'e2e.json')
  const env = {
    ...process.env,
    LANEKEEPER_CHROMIUM: chromium,
    LANEKEEPER_E2E_SCRATCH: scratch,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  }
  const code = await new Promise((resolve) =>
    spawn('npx', ['playwright', 'test', '-c', 'e2e', '--reporter=list,json'], {
      cwd: root,
      env,
      stdio: 'inherit',
    }).on('exit', resolve),
  )
  if (!fs.existsSync(report)) throw new Error(`playwright ended with ${code} and no report`)
  const { suites, errors } = JSON.parse(fs.readFileSync(report, 'utf8'))
  const counts = { passed: 0, failed: errors.length, skipped: 0 }
  for (const suite of suites) count(suite, counts)
  return counts
}
