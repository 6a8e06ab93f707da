// `npm run demo -- zadig|istio|rolling|bluegreen`: scales the source documents' demos up in the running demo cluster.
import fs from 'node:fs'
import path from 'node:path'
import { demoScales, scaleDemo } from './launch/demo-scales.mjs'
import { Refusal, refuse, say } from './launch/say.mjs'

const root = path.resolve(import.meta.dirname, '..')
const directory = path.resolve(root, process.env.LANEKEEPER_DATA || '.lanekeeper')

async function run(name) {
  const scales = demoScales[name]
  if (scales === undefined) refuse(`say which demo: npm run demo -- ${Object.keys(demoScales).join('|')}`)
  const file = path.join(directory, 'sandbox.kubeconfig')
  if (!fs.existsSync(file)) refuse(`${file} is not there: start the demo cluster first (npm start)`)
  for (const line of await scaleDemo(fs.readFileSync(file, 'utf8'), scales)) say(line)
}

try {
  await run(process.argv[2] ?? '')
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
