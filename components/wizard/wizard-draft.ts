import { z } from 'zod'
import type { Condition } from '@/lib/domain/condition'
import { LaneVersion } from '@/lib/domain/lane'
import { Convention } from '@/lib/domain/lane-group'

/** A half-typed condition is still a condition; parseDocument says later what it lacks. */
const DraftCondition = z.custom<Condition>(
  (value) => typeof value === 'object' && value !== null && 'source' in value && 'operator' in value,
)

const DraftRule = z.object({
  name: z.string(),
  entries: z.array(z.string()).optional(),
  match: z.array(z.array(DraftCondition)).optional(),
  targets: z.array(z.object({ lane: z.string(), weight: z.number() })),
  sticky: z.object({ source: z.enum(['header', 'cookie', 'query']), name: z.string() }).optional(),
})

const DraftApplication = z.object({
  name: z.string(),
  deployment: z.string(),
  service: z.object({ name: z.string(), port: z.number() }).nullable(),
  baseImage: z.string(),
  ready: z.number(),
  desired: z.number(),
  included: z.boolean(),
  /** Empty: this application falls back to the baseline. */
  image: z.string(),
  replicas: z.string(),
  config: z.enum(['share', 'copy']).default('share'),
  patch: LaneVersion.shape.patch.unwrap().nullable().default(null),
  /** The YAML as it was edited, while it cannot be read as a patch. */
  yaml: z.string().nullable().default(null),
})
export type DraftApplication = z.infer<typeof DraftApplication>

const DraftEntry = z.object({
  name: z.string(),
  provider: z.string(),
  application: z.string().nullable(),
  host: z.string().nullable(),
  paths: z.array(z.object({ path: z.string(), type: z.enum(['Prefix', 'Exact']) })),
  settings: z.record(z.string(), z.unknown()).default({}),
})
export type DraftEntry = z.infer<typeof DraftEntry>

/** What was typed into the wizard so far; every text may still be wrong. */
export const WizardDraft = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** False while the name follows what is chosen. */
  nameTyped: z.boolean(),
  title: z.string(),
  convention: Convention,
  entries: z.array(DraftEntry),
  entry: z.string().nullable(),
  applications: z.array(DraftApplication),
  lane: z.object({ tag: z.string(), title: z.string(), passTag: z.boolean() }),
  rules: z.array(DraftRule),
})
export type WizardDraft = z.infer<typeof WizardDraft>

/** The key under which a person's draft of a new group is kept. */
export const wizardDraftKey = 'new-group'
