import { fieldManager } from '@/lib/domain/labels'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from './cluster-client'
import type { ClusterWire } from './cluster-wire'
import { clusterStatus } from './errors'
import { readObject } from './kube-json'
import { backoffMs, delay } from './retry'
import type { Answer, ClusterRequest, Transport } from './transport'

type WriteCalls = Pick<ClusterClient, 'apply' | 'jsonPatch' | 'remove'>
const raceAttempts = 4
const raceCapMs = 500
type Sent = { force?: boolean; dryRun?: boolean; manager?: string | undefined }

export function writeCalls(wire: ClusterWire): WriteCalls {
  return { apply: applyObject(wire), jsonPatch: jsonPatch(wire), remove: removeObject(wire) }
}

const dryRunOf = (dryRun: boolean | undefined): Record<string, string> => (dryRun ? { dryRun: 'All' } : {})

/** Unknown fields are refused rather than dropped. */
const patchQuery = ({ force, dryRun, manager = fieldManager }: Sent) =>
  new URLSearchParams({
    fieldManager: manager,
    fieldValidation: 'Strict',
    ...(force && { force: 'true' }),
    ...dryRunOf(dryRun),
  })

function applyObject({ transport, pathOf, subjectOf }: ClusterWire): WriteCalls['apply'] {
  return async (object, { force, dryRun, manager, signal }) => {
    const { namespace, name } = object.metadata
    const place = { apiVersion: object.apiVersion, kind: object.kind, namespace, name }
    const subject = subjectOf('apply', place)
    const asked: ClusterRequest = {
      subject,
      method: 'PATCH',
      path: `${await pathOf(place)}?${patchQuery({ force, dryRun, manager })}`,
      body: object,
      contentType: 'application/apply-patch+yaml',
      repeatable: true,
      settles: true,
      signal,
    }
    const answer = await sendInRace(transport, asked)
    return { object: readObject(answer.text, subject), created: answer.status === 201 }
  }
}

/** Two who make or change one object at the same moment: the server asks the later to do it again. */
async function sendInRace(transport: Transport, asked: ClusterRequest): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await transport.send(asked)
    } catch (error) {
      if (attempt === raceAttempts || !isRace(error)) throw error
      await delay(backoffMs(attempt, { capMs: raceCapMs }), asked.signal)
    }
  }
}

/** Neither a field of another manager nor another uid, which a second try would not change. */
function isRace(error: unknown): boolean {
  if (clusterStatus(error) !== 409 || !(error instanceof AppError)) return false
  const { reason, conflicts } = error.details ?? {}
  if (conflicts !== undefined) return false
  return reason === 'AlreadyExists' || /the object has been modified/.test(error.message)
}

function jsonPatch({ transport, pathOf, subjectOf }: ClusterWire): WriteCalls['jsonPatch'] {
  return async (ref, ops, { dryRun, signal } = {}) => {
    const subject = subjectOf('patch', ref)
    const answer = await transport.send({
      subject,
      method: 'PATCH',
      path: `${await pathOf(ref)}?${patchQuery({ dryRun })}`,
      body: ops,
      contentType: 'application/json-patch+json',
      repeatable: dryRun === true,
      settles: true,
      signal,
    })
    return readObject(answer.text, subject)
  }
}

function removeObject({ transport, pathOf, subjectOf }: ClusterWire): WriteCalls['remove'] {
  return async (ref, { uid, propagationPolicy, dryRun, signal }) => {
    const subject = subjectOf('delete', ref)
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy, preconditions: { uid } }
    const query = new URLSearchParams(dryRunOf(dryRun))
    const path = `${await pathOf(ref)}${query.size > 0 ? `?${query}` : ''}`
    try {
      await transport.send({ subject, method: 'DELETE', path, body, repeatable: true, settles: true, signal })
      return 'accepted'
    } catch (error) {
      if (clusterStatus(error) === 404) return 'gone'
      throw error
    }
  }
}
