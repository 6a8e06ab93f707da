import { shownVersion } from '@/lib/sandbox/agent/pod-identity'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import { type AnswerContext, notServed, type PodAnswer, type PodRequest } from './pod-answer'

type Letter = 'A' | 'B' | 'C'

const next: Record<Letter, { application: string; path: string } | undefined> = {
  A: { application: 'spring-cloud-b', path: '/b' },
  B: { application: 'spring-cloud-c', path: '/c' },
  C: undefined,
}

/**
 * One link of the demo chain: its letter with the lane tag and its address, then what the next application answers.
 * `/a` and `/A/a` both reach A.
 */
export async function answerChain(
  context: AnswerContext,
  pod: Pod,
  letter: Letter,
  request: PodRequest,
): Promise<PodAnswer> {
  const own = `/${letter.toLowerCase()}`
  if (request.path === '/') return { status: 200, body: `${letter}\n`, route: '/' }
  if (request.path !== own && request.path !== `/${letter}${own}`) return notServed(request.path)
  const here = `${letter}${shownVersion(pod)}[${pod.status?.podIP ?? ''}]${letter === 'A' ? '[config=base]' : ''}`
  const target = next[letter]
  if (target === undefined) return { status: 200, body: here, route: own }
  const answer = await context.call(pod, target.application, { ...request, path: target.path })
  const status = answer.status === 200 ? 200 : 500
  return { status, body: `${here} -> ${answer.body}`, route: own }
}
