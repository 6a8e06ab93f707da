import 'server-only'
import path from 'node:path'
import { z } from 'zod'

const Environment = z.object({
  DATABASE_URL: z.string('is not set').min(1, 'is not set'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  LANEKEEPER_DATA: z.string().min(1).default('.lanekeeper'),
  LANEKEEPER_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  LANEKEEPER_ADMIN_EMAIL: z.email().optional(),
  LANEKEEPER_ADMIN_PASSWORD: z.string().min(8, 'must have 8 characters or more').optional(),
  LANEKEEPER_SANDBOX: z.enum(['on', 'off']).default('on'),
  LANEKEEPER_IN_CLUSTER: z.enum(['on', 'off']).default('off'),
  KUBERNETES_SERVICE_HOST: z.string().min(1).optional(),
  KUBERNETES_SERVICE_PORT: z.coerce.number().int().min(1).max(65535).default(443),
  LANEKEEPER_ORIGIN: z.string().default(''),
  LANEKEEPER_KEY_FILE: z.string().min(1).optional(),
})

export type Env = {
  databaseUrl: string
  port: number
  host: string
  dataFolder: string
  token: string | undefined
  adminEmail: string | undefined
  adminPassword: string | undefined
  sandbox: boolean
  /** The API server of the cluster that the console itself runs in, when it may use its pod's account there. */
  inCluster: { host: string; port: number } | null
  /** Origins that may send changes with a cookie, beside the console's own address. */
  origins: readonly string[]
  keyFile: string
}

/** Reads the settings of the process. Raises one line per setting that is wrong. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const known = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(known)
  if (!result.success) {
    throw new Error(result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n'))
  }
  const { data } = result
  const dataFolder = path.resolve(data.LANEKEEPER_DATA)
  return {
    databaseUrl: data.DATABASE_URL,
    port: data.PORT,
    host: data.HOST,
    dataFolder,
    token: data.LANEKEEPER_TOKEN,
    adminEmail: data.LANEKEEPER_ADMIN_EMAIL,
    adminPassword: data.LANEKEEPER_ADMIN_PASSWORD,
    sandbox: data.LANEKEEPER_SANDBOX === 'on',
    inCluster:
      data.LANEKEEPER_IN_CLUSTER === 'on' && data.KUBERNETES_SERVICE_HOST !== undefined
        ? { host: data.KUBERNETES_SERVICE_HOST, port: data.KUBERNETES_SERVICE_PORT }
        : null,
    origins: data.LANEKEEPER_ORIGIN.split(',')
      .map((origin) => origin.trim().replace(/\/$/, ''))
      .filter((origin) => origin !== ''),
    keyFile: data.LANEKEEPER_KEY_FILE ?? path.join(dataFolder, 'key'),
  }
}

/** `name` or `name:hit`: where a proof of crashes kills this process. Read once, so that it costs nothing otherwise. */
export const armedFailpoint = readFailpoint(process.env.LANEKEEPER_FAILPOINT ?? '')

export type ArmedFailpoint = { name: string; hit: number }

export function readFailpoint(setting: string): ArmedFailpoint | null {
  const found = /^([a-z-]+)(?::(\d+))?$/.exec(setting)
  return found?.[1] === undefined ? null : { name: found[1], hit: Number(found[2] ?? 1) }
}

// Route, action and page bundles each have their own module state; globalThis is what they share.
const shared: typeof globalThis & { lanekeeperEnv?: Env } = globalThis

export function env(): Env {
  shared.lanekeeperEnv ??= readEnv(process.env)
  return shared.lanekeeperEnv
}
