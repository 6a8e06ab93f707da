import { bundleCluster, generate } from '../build.mjs'
import { run } from '../launch/run.mjs'

const one = (note) => ({ passed: 1, failed: 0, skipped: 0, note })

export async function checkTypes({ root }) {
  await generate()
  await bundleCluster()
  await run('npx', ['next', 'typegen'], { cwd: root })
  await run('npx', ['tsc', '--noEmit'], { cwd: root })
  return one('no type errors')
}

export async function checkLint({ root }) {
  const printed = await run('npx', ['biome', 'check', '--error-on-warnings', '.'], { cwd: root })
  return one(printed.trim().split('\n').at(-1))
}
