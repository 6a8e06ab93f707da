import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** Runs a part of the unit tests and gives their counts; more workers than processors where files mostly wait. */
export async function runVitest(
  { root, scratch },
  { name, include = [], exclude = [], leftOut = [], databaseUrl, workers = 2 },
) {
  const report = path.join(scratch, `${name}.json`)
  const args = [
    'vitest',
    'run',
    '--config=lib/vitest.config.ts',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
    `--maxWorkers=${workers}`,
    ...include.map((folder) => `${folder}/`),
    ...exclude.map((folder) => `--exclude=${folder}/**`),
    ...leftOut.map((file) => `--exclude=${file}`),
  ]
  const env = { ...process.env, ...(databaseUrl ? { LANEKEEPER_TEST_DATABASE_URL: databaseUrl } : {}) }
  if (!process.stdout.isTTY) env.NO_COLOR = '1'
  if (!databaseUrl) delete env.LANEKEEPER_TEST_DATABASE_URL
  const code = await new Promise((resolve) =>
    spawn('npx', args, { cwd: root, env, stdio: 'inherit' }).on('exit', resolve),
  )
  if (!fs.existsSync(report)) throw new Error(`vitest ended with ${code} and no report`)
  const counts = JSON.parse(fs.readFileSync(report, 'utf8'))
  const brokenFiles = counts.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length
  const failed = counts.numFailedTests + brokenFiles
  return {
    passed: counts.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: counts.numPendingTests + counts.numTodoTests,
  }
}
