import { randomUUID } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { readWords } from '@/lib/words/read-words'
import { say, type Words } from '@/lib/words/sentence'
import type { Reader, Transaction } from './client'
import { toJson } from './json'
import { seal, unseal } from './seal'

export type ClusterRecord = {
  id: string
  name: string
  server: string
  context: string
  allowLoopback: boolean
  registered: string
  createdAt: Date
  checkedAt: Date | null
  reachable: boolean | null
  version: string | null
  problem: Words | null
  groups: number
}

/** What `connect` of lib/k8s takes. */
export type StoredConnection = {
  id: string
  name: string
  kubeconfig: string
  context: string
  allowLoopback: boolean
  /** Registered by the console's own start: its kubeconfig may name files of this machine. */
  allowFiles: boolean
}

const shown = { omit: { kubeconfigSealed: true }, include: { _count: { select: { groups: true } } } } as const
const purposeOf = (id: string) => `kubeconfig of cluster ${id}`

function toRecord<R extends { _count: { groups: number }; problem: unknown }>({ _count, ...row }: R) {
  const problem = row.problem === null ? null : readWords(row.problem)
  return { ...row, problem, groups: _count.groups }
}

export async function listClusters(reader: Reader): Promise<ClusterRecord[]> {
  return (await reader.cluster.findMany({ ...shown, orderBy: { name: 'asc' } })).map(toRecord)
}

export async function findCluster(reader: Reader, name: string): Promise<ClusterRecord | null> {
  const row = await reader.cluster.findUnique({ ...shown, where: { name } })
  return row && toRecord(row)
}

/** Raises `NotFound`. */
export async function getCluster(reader: Reader, name: string): Promise<ClusterRecord> {
  const found = await findCluster(reader, name)
  if (!found) throw new AppError('NotFound', say('refusals.noCluster', { name }))
  return found
}

/** With the kubeconfig opened: for connecting only. Raises `NotFound`. */
export async function getConnection(
  reader: Reader,
  where: { id: string } | { name: string },
): Promise<StoredConnection> {
  const row = await reader.cluster.findUnique({ where })
  if (!row)
    throw new AppError(
      'NotFound',
      say('refusals.noCluster', { name: 'name' in where ? where.name : where.id }),
    )
  const { id, name, context, allowLoopback } = row
  const allowFiles = row.registered === 'start'
  return {
    id,
    name,
    context,
    allowLoopback,
    allowFiles,
    kubeconfig: unseal(row.kubeconfigSealed, purposeOf(id)),
  }
}

export type NewCluster = {
  name: string
  server: string
  context: string
  kubeconfig: string
  allowLoopback: boolean
  registered: 'start' | 'user'
}

export async function insertCluster(tx: Transaction, cluster: NewCluster): Promise<string> {
  const id = randomUUID()
  const { kubeconfig, ...row } = cluster
  await tx.cluster.create({ data: { id, ...row, kubeconfigSealed: seal(kubeconfig, purposeOf(id)) } })
  return id
}

export async function updateCluster(tx: Transaction, id: string, cluster: NewCluster): Promise<void> {
  const { kubeconfig, ...row } = cluster
  await tx.cluster.update({
    where: { id },
    data: { ...row, kubeconfigSealed: seal(kubeconfig, purposeOf(id)) },
  })
}

export async function deleteCluster(tx: Transaction, id: string): Promise<void> {
  await tx.cluster.delete({ where: { id } })
}

export async function storeClusterCheck(
  reader: Reader,
  id: string,
  check: { at: Date; reachable: boolean; version: string | null; problem: Words | null },
): Promise<void> {
  const { at, problem, ...rest } = check
  await reader.cluster.updateMany({
    where: { id },
    data: { ...rest, problem: toJson(problem), checkedAt: at },
  })
}
