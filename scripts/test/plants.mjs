import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const from = (file, module) => ({ file, code: `import { x } from '${module}'\n\nexport const y = x\n` })

const plants = [
  from('lib/domain/planted.ts', '@/lib/db/client'),
  from('lib/domain/planted.ts', 'node:fs'),
  from('lib/providers/planted.ts', '@/lib/plan/plan'),
  from('lib/providers/planted.ts', '@kubernetes/client-node'),
  from('lib/workloads/planted.ts', '@/lib/providers/mse'),
  from('lib/plan/planted.ts', '@/lib/k8s/connect'),
  from('lib/k8s/planted.ts', '@/lib/sandbox/main'),
  from('lib/services/planted.ts', '@prisma/client'),
  from('lib/services/planted.ts', '@kubernetes/client-node'),
  from('lib/services/planted.ts', 'next/headers'),
  from('lib/operations/planted.ts', '@/lib/services/context'),
  from('lib/sandbox/planted.ts', '@/lib/domain/labels'),
  from('lib/plan/planted.ts', '@/lib/proof/fuzz'),
  from('lib/sandbox/planted.ts', '@/lib/proof/fuzz'),
  from('lib/queries/planted.ts', '@/lib/services/context'),
  from('lib/words/planted.ts', '@/lib/domain/lane'),
  from('components/planted.tsx', '@/lib/words/translate'),
  from('components/planted.tsx', '@/app/actions'),
  from('components/planted.tsx', '@/lib/services/lane-groups/put-lane-group'),
  from('app/planted.ts', '@/lib/db/client'),
  from('app/planted.ts', '@/lib/k8s/connect'),
  from('lib/services/lane-groups/planted.ts', '../../errors'),
].map((plant) => ({ ...plant, rule: 'noRestrictedImports' }))

plants.push(
  { file: 'lib/services/planted.ts', code: 'export const x = process.env.HOME\n', rule: 'noProcessEnv' },
  { file: 'lib/domain/planted.ts', code: 'export const x: any = 1\n', rule: 'noExplicitAny' },
)

/** Lints a tree of files that must not pass, each with our own configuration, and counts those that pass as failures. */
export async function plantForbiddenImports({ root, scratch }) {
  const tree = path.join(scratch, 'plants')
  const config = JSON.parse(fs.readFileSync(path.join(root, 'biome.json'), 'utf8'))
  fs.mkdirSync(tree, { recursive: true })
  fs.writeFileSync(
    path.join(tree, 'biome.json'),
    JSON.stringify({ ...config, $schema: undefined, vcs: undefined }),
  )
  const planted = plants.map((plant, index) => ({
    ...plant,
    file: plant.file.replace('planted', `planted-${index}`),
  }))
  for (const { file, code } of planted) {
    fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    fs.writeFileSync(path.join(tree, file), code)
  }
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', '.']
  const { stdout } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8' })
  const missed = planted.filter(
    ({ file, rule }) => !stdout.split('\n').some((line) => line.includes(`/${file},`) && line.includes(rule)),
  )
  return {
    passed: planted.length - missed.length,
    failed: missed.length,
    skipped: 0,
    note:
      missed
        .map(({ file, code, rule }) => `not refused by ${rule}: ${code.split('\n')[0]} in ${file}`)
        .join('\n') || `${planted.length} planted files, each refused by its rule`,
  }
}
