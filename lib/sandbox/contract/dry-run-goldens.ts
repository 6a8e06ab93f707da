import { textAt } from '@/lib/sandbox/store/json-path'
import { findKind } from '@/lib/sandbox/store/kinds'
import type { ContractClient } from './contract-client'
import { type GoldenObject, readGoldenObjects } from './golden-objects'

/** What a cluster said of one object: taken, refused with the reason, or of a kind that it does not serve. */
export type GoldenRow = {
  file: string
  object: string
  verdict: 'taken' | 'refused' | 'not served'
  why: string
}

/**
 * Applies every object that providers' golden files hold to a namespace without committing it, as a preview does: the server's
 * schemas, defaults and admission have their say.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
 */
export async function dryRunGoldens(
  client: ContractClient,
  namespace: string,
  folder: string,
): Promise<GoldenRow[]> {
  const rows: GoldenRow[] = []
  for (const golden of readGoldenObjects(folder)) rows.push(await dryRun(client, namespace, golden))
  return rows
}

async function dryRun(client: ContractClient, namespace: string, golden: GoldenObject): Promise<GoldenRow> {
  const { apiVersion = '', kind = '', metadata } = golden.object
  const plural = findKind(apiVersion, kind)?.plural ?? `${kind.toLowerCase()}s`
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const query = 'dryRun=All&fieldManager=lanekeeper&force=true'
  const { status, body } = await client.send({
    method: 'PATCH',
    path: `${root}/namespaces/${namespace}/${plural}/${metadata.name}?${query}`,
    contentType: 'application/apply-patch+yaml',
    body: { ...golden.object, metadata: { ...metadata, namespace } },
  })
  const why = status < 300 ? '' : (textAt(body, 'message') ?? `status ${status}`)
  return { file: golden.file, object: `${kind} ${metadata.name}`, verdict: verdictOf(status, why), why }
}

/** An apply creates what is not there, so a kind can be missing, or the namespace. */
function verdictOf(status: number, why: string): GoldenRow['verdict'] {
  if (status === 404 && !why.startsWith('namespaces ')) return 'not served'
  return status < 300 ? 'taken' : 'refused'
}

/** A line for each that was not taken, and one with the counts. */
export function goldenReport(rows: readonly GoldenRow[]): string {
  const count = (verdict: GoldenRow['verdict']) => rows.filter((row) => row.verdict === verdict).length
  const others = rows.filter(({ verdict }) => verdict !== 'taken')
  const lines = others.map(
    ({ file, object, verdict, why }) => `${verdict.padEnd(11)} ${object} of ${file}: ${why}`,
  )
  const files = new Set(rows.map(({ file }) => file)).size
  const skipped = count('not served') > 0 ? `, ${count('not served')} of kinds that are not served` : ''
  const sum = `${count('taken')} of ${rows.length} objects of ${files} golden files are taken, ${count('refused')} refused${skipped}`
  return [...lines, sum, ''].join('\n')
}
