import { z } from 'zod'
import type { ObjectRef } from '@/lib/domain/kube-object'
import {
  type ObjectResult,
  type OperationKind,
  type OperationState,
  objectResults,
  operationKinds,
  operationStates,
  type StepName,
  type StepState,
  stepNames,
  stepStates,
  unfinishedStates,
} from '@/lib/domain/operation'
import { WantedImage } from '@/lib/domain/wanted-image'
import { readWords } from '@/lib/words/read-words'
import type { Words } from '@/lib/words/sentence'
import type { Reader, Transaction } from './client'
import { Prisma } from './generated/client'
import { requiredJson } from './json'
import { StoredRef } from './object-ref'

/** What the runner needs of an operation. */
export type OperationRecord = {
  id: string
  kind: OperationKind
  state: OperationState
  groupId: string | null
  groupName: string
  clusterId: string
  revisionNumber: number
  lane: string | null
  /** What it gives baselines; empty where it leaves them alone. */
  images: WantedImage[]
  steps: { id: string; position: number; name: StepName; state: string; startedAt: Date | null }[]
}

export async function insertOperation(
  tx: Transaction,
  operation: {
    kind: OperationKind
    groupId: string
    groupName: string
    clusterId: string
    revisionNumber: number
    lane: string | null
    createdBy: string
    images?: readonly WantedImage[]
    steps: readonly StepName[]
  },
): Promise<string> {
  const { steps, images = [], ...row } = operation
  const { id } = await tx.operation.create({
    data: {
      ...row,
      ...(images.length > 0 && { images: requiredJson(images) }),
      state: 'queued',
      steps: { create: steps.map((name, position) => ({ name, position })) },
    },
    select: { id: true },
  })
  return id
}

/** Whether an unfinished operation of a group changes images of baselines. */
export async function changesImages(tx: Transaction, groupId: string): Promise<boolean> {
  const where = { groupId, state: { in: [...unfinishedStates] }, images: { not: Prisma.DbNull } }
  return (await tx.operation.count({ where })) > 0
}

/** Asks the unfinished operations of a group to stop for the one that replaces them; gives their ids. */
export async function supersedeOperations(
  tx: Transaction,
  groupId: string,
  supersededById: string,
): Promise<string[]> {
  const where = { groupId, id: { not: supersededById }, state: { in: [...unfinishedStates] } }
  const rows = await tx.operation.findMany({ where, select: { id: true } })
  await tx.operation.updateMany({
    where,
    data: { abortRequested: true, supersededById, version: { increment: 1 } },
  })
  // What nobody has begun needs nobody to end it.
  await tx.operation.updateMany({
    where: { ...where, state: 'queued', leaseOwner: null },
    data: { state: 'aborted', finishedAt: new Date() },
  })
  return rows.map(({ id }) => id)
}

export async function findOperation(reader: Reader, id: string): Promise<OperationRecord | null> {
  const row = await reader.operation.findUnique({
    where: { id },
    include: { steps: { orderBy: { position: 'asc' } } },
  })
  if (row === null) return null
  return {
    ...row,
    kind: z.enum(operationKinds).parse(row.kind),
    state: z.enum(operationStates).parse(row.state),
    images: z.array(WantedImage).parse(row.images ?? []),
    steps: row.steps.map((step) => ({ ...step, name: z.enum(stepNames).parse(step.name) })),
  }
}

const StoredError = z.object({
  code: z.string(),
  message: z.unknown().transform(readWords),
  object: StoredRef.optional(),
})
const detailParts = {
  cluster: { select: { name: true } },
  steps: {
    orderBy: { position: 'asc' },
    include: { objects: { orderBy: [{ position: 'asc' }, { refKey: 'asc' }] } },
  },
} satisfies Prisma.OperationInclude

/** An operation with its steps and objects, in the shape of the API. */
export type OperationDetail = {
  id: string
  kind: OperationKind
  state: OperationState
  group: string
  cluster: string
  revision: number
  lane: string | null
  createdAt: string
  createdBy: string
  startedAt: string | null
  finishedAt: string | null
  version: number
  attempts: number
  supersededBy: string | null
  error: { code: string; message: Words; object?: ObjectRef } | null
  notices: Words[]
  steps: {
    name: StepName
    state: StepState
    startedAt: string | null
    finishedAt: string | null
    objects: { ref: ObjectRef; result: ObjectResult; message: Words | null; updatedAt: string }[]
  }[]
}

async function selectDetails(
  reader: Reader,
  where: Prisma.OperationWhereInput,
  take: number,
): Promise<OperationDetail[]> {
  const rows = await reader.operation.findMany({
    where,
    include: detailParts,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
  })
  return rows.map((row) => ({
    id: row.id,
    kind: z.enum(operationKinds).parse(row.kind),
    state: z.enum(operationStates).parse(row.state),
    group: row.groupName,
    cluster: row.cluster.name,
    revision: row.revisionNumber,
    lane: row.lane,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    version: row.version,
    attempts: row.attempts,
    supersededBy: row.supersededById,
    error: row.error === null ? null : StoredError.parse(row.error),
    notices: z.array(z.unknown()).parse(row.notices).map(readWords),
    steps: row.steps.map((step) => ({
      name: z.enum(stepNames).parse(step.name),
      state: z.enum(stepStates).parse(step.state),
      startedAt: step.startedAt?.toISOString() ?? null,
      finishedAt: step.finishedAt?.toISOString() ?? null,
      objects: step.objects.map((object) => ({
        ref: StoredRef.parse(object.ref),
        result: z.enum(objectResults).parse(object.result),
        message: object.message === null ? null : readWords(object.message),
        updatedAt: object.updatedAt.toISOString(),
      })),
    })),
  }))
}

export async function findOperationDetail(reader: Reader, id: string): Promise<OperationDetail | null> {
  const [detail] = await selectDetails(reader, { id }, 1)
  return detail ?? null
}

/** Newest first; `before` is where the last page ended. */
export async function listOperationDetails(
  reader: Reader,
  filter: {
    groupName?: string
    state?: OperationState
    limit: number
    before?: { createdAt: Date; id: string }
  },
): Promise<OperationDetail[]> {
  const { groupName, state, limit, before } = filter
  const older = before && {
    OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
  }
  return selectDetails(reader, { groupName, state, ...older }, limit)
}

export type LastOperation = {
  id: string
  kind: OperationKind
  state: OperationState
  revisionNumber: number
  createdBy: string
}

/** The operation that a group is in, or was in last; what the console did by itself for its routes says nothing of the group. */
export async function findLastOperation(reader: Reader, groupId: string): Promise<LastOperation | null> {
  const row = await reader.operation.findFirst({
    where: { groupId, OR: [{ kind: { not: 'guard' } }, { state: { in: [...unfinishedStates] } }] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, kind: true, state: true, revisionNumber: true, createdBy: true },
  })
  return (
    row && {
      ...row,
      kind: z.enum(operationKinds).parse(row.kind),
      state: z.enum(operationStates).parse(row.state),
    }
  )
}

/** What is written about each object of an operation. */
export async function listObjectResults(
  reader: Reader,
  operationId: string,
): Promise<{ step: StepName; ref: ObjectRef; result: ObjectResult }[]> {
  const rows = await reader.operationObject.findMany({
    where: { step: { operationId } },
    select: { ref: true, result: true, step: { select: { name: true } } },
    orderBy: [{ step: { position: 'asc' } }, { position: 'asc' }],
  })
  return rows.map(({ ref, result, step }) => ({
    step: z.enum(stepNames).parse(step.name),
    ref: StoredRef.parse(ref),
    result: z.enum(objectResults).parse(result),
  }))
}
