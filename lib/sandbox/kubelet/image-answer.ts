import { prometheusContentType } from '@/lib/sandbox/metrics/prometheus-text'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import { answerChain } from './chain-answer'
import type { ImageProfile } from './image-profile'
import { type AnswerContext, notServed, type PodAnswer, type PodRequest } from './pod-answer'
import { answerZuul } from './zuul-answer'

const maxDelayMs = 30_000

/**
 * What a container of this image answers. Every image knows `/status/<code>`, `/headers` (the request's own) and the
 * query `sandbox-delay=<ms>`.
 */
export async function answerImage(
  context: AnswerContext,
  pod: Pod,
  profile: ImageProfile,
  request: PodRequest,
): Promise<PodAnswer> {
  const delay = Number(new URLSearchParams(request.query).get('sandbox-delay') ?? 0)
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(delay, maxDelayMs)))
  const code = /^\/status\/([2-5]\d\d)$/.exec(request.path)?.[1]
  if (code !== undefined) return { status: Number(code), body: `${code}\n`, route: '/status/{code}' }
  if (request.path === '/headers') {
    const body = JSON.stringify(request.headers)
    return { status: 200, body, contentType: 'application/json', route: '/headers' }
  }
  return answerAs(context, pod, profile, request)
}

async function answerAs(
  context: AnswerContext,
  pod: Pod,
  { answers }: ImageProfile,
  request: PodRequest,
): Promise<PodAnswer> {
  switch (answers.type) {
    case 'chain':
      return answerChain(context, pod, answers.letter, request)
    case 'zuul':
      return answerZuul(context, pod, request)
    case 'text':
      return { status: 200, body: answers.text, route: '/**' }
    case 'versioned':
      return { status: 200, body: `${answers.version}|${pod.metadata.name}`, route: '/**' }
    case 'generic':
      return { status: 200, body: `${pod.metadata.name}\n`, route: '/**' }
    case 'gateway-stats':
      return request.path === '/stats/prometheus' || request.path === '/metrics'
        ? {
            status: 200,
            body: context.gatewayStats(pod),
            contentType: prometheusContentType,
            route: '/stats',
          }
        : notServed(request.path)
  }
}
