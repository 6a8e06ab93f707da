import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import { baseline } from '@/lib/domain/baseline'
import { Match } from '@/lib/domain/route-rule'
import type { Feature } from '../feature'
import type { Routes } from '../provider'

const here = import.meta.dirname

const CaseFile = z.strictObject({
  features: z.array(z.custom<Feature>((value) => typeof value === 'string')),
  tagPolicy: z.enum(['open', 'closed']),
  rules: z.array(
    z.strictObject({
      name: z.string(),
      match: Match.optional(),
      targets: z.array(
        z.strictObject({ lane: z.string(), weight: z.int().default(100), service: z.string().default('web') }),
      ),
    }),
  ),
})

export type Case = { name: string; features: Feature[]; routes: Routes }

/** Every `<case>.in.yaml` beside this file. */
export function readCases(): Case[] {
  return readdirSync(here)
    .filter((file) => file.endsWith('.in.yaml'))
    .sort()
    .map((file) => {
      const { features, tagPolicy, rules } = CaseFile.parse(parse(readFileSync(path.join(here, file), 'utf8')))
      return { name: file.replace('.in.yaml', ''), features, routes: { ...common, tagPolicy, rules: rules.map(withTargets) } }
    })
}

const common = {
  entry: 'web',
  host: 'shop.example.com',
  paths: [
    { path: '/', type: 'Prefix' as const },
    { path: '/healthz', type: 'Exact' as const },
  ],
  base: { service: { name: 'web', port: 80 } },
  tagHeader: 'x-mse-tag',
}

function withTargets({ name, match, targets }: z.infer<typeof CaseFile>['rules'][number]) {
  return {
    name,
    ...(match && { match }),
    targets: targets.map(({ lane, weight, service }) => ({
      lane,
      weight,
      service: { name: service, port: 80 },
      setTag: lane === baseline ? null : lane,
    })),
  }
}

/** The user's own objects for a provider: `base.<provider>.yaml`. */
export function readBase(provider: string): KubeObject {
  return parse(readFileSync(path.join(here, `base.${provider}.yaml`), 'utf8')) as KubeObject
}

/** Where a case's golden output stands. */
export function goldenPath(name: string, provider: string): string {
  return path.join(here, `${name}.${provider}.out.yaml`)
}

