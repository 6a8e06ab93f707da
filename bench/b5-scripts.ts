import fs from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { BenchmarkResult } from './benchmark'
import { round } from './statistics'

const budgetKb = 200
const build = '.next'
const BuildManifest = z.object({ rootMainFiles: z.array(z.string()), polyfillFiles: z.array(z.string()) })
const ClientManifest = z.record(
  z.string(),
  z.object({ entryJSFiles: z.record(z.string(), z.array(z.string())) }),
)

type Page = { route: string; scripts: number; kb: number; legacyKb: number }

/** The scripts that the HTML of every page names, compressed as a careful server would send them. */
export async function b5Scripts(): Promise<BenchmarkResult> {
  const manifest = BuildManifest.parse(
    JSON.parse(fs.readFileSync(path.join(build, 'build-manifest.json'), 'utf8')),
  )
  const pages = listManifests(path.join(build, 'server/app')).map((file) => measure(file, manifest))
  if (pages.length === 0) throw new Error('no pages in the build')
  pages.sort((a, b) => b.kb - a.kb)
  const tooBig = pages.filter(({ kb }) => kb > budgetKb)
  return {
    id: 'B5',
    question: 'How much JavaScript does the first visit of a page load?',
    method:
      'gzip -9 of the scripts in the HTML of every page of the production build, from its manifests; without the polyfills that only browsers without modules load.',
    rows: pages.map(({ route, scripts, kb, legacyKb }) => ({
      what: route,
      value: `${round(kb)} kB`,
      against: `${scripts} files; +${round(legacyKb)} kB nomodule`,
      target: `≤ ${budgetKb} kB`,
    })),
    data: { pages },
    broken: tooBig.map(({ route, kb }) => `${route} loads ${round(kb)} kB`),
  }
}

function listManifests(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('page_client-reference-manifest.js'))
    .map((file) => path.join(folder, file))
}

function measure(file: string, { rootMainFiles, polyfillFiles }: z.infer<typeof BuildManifest>): Page {
  const context = { globalThis: { __RSC_MANIFEST: {} } }
  vm.runInNewContext(fs.readFileSync(file, 'utf8'), context)
  const [entry] = Object.entries(ClientManifest.parse(context.globalThis.__RSC_MANIFEST))
  if (entry === undefined) throw new Error(`${file} names no page`)
  const [name, { entryJSFiles }] = entry
  const scripts = new Set(
    [...rootMainFiles, ...Object.values(entryJSFiles).flat()].filter((one) => one.endsWith('.js')),
  )
  const kb = (files: Iterable<string>) => [...files].reduce((sum, one) => sum + compressedKb(one), 0)
  return {
    route: name.replace(/\/page$/, '').replace(/\/\([^)]+\)/g, '') || '/',
    scripts: scripts.size,
    kb: kb(scripts),
    legacyKb: kb(polyfillFiles),
  }
}

const sizes = new Map<string, number>()

function compressedKb(file: string): number {
  const known = sizes.get(file)
  if (known !== undefined) return known
  const kb = gzipSync(fs.readFileSync(path.join(build, decodeURI(file))), { level: 9 }).length / 1000
  sizes.set(file, kb)
  return kb
}
