import type { Pod } from '@/lib/sandbox/shapes/pod'
import { type AnswerContext, notServed, type PodAnswer, type PodRequest } from './pod-answer'

const applications: Record<string, string> = {
  A: 'spring-cloud-a',
  B: 'spring-cloud-b',
  C: 'spring-cloud-c',
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Service call</title></head>
<body><h1>Service call</h1><form action="/A/a"><input name="name" placeholder="name"><button>Call A</button></form></body></html>
`

/** The demo's own gateway application: a page that calls A, and `/A/…` forwarded to `spring-cloud-a` without the prefix. */
export async function answerZuul(context: AnswerContext, pod: Pod, request: PodRequest): Promise<PodAnswer> {
  if (request.path === '/')
    return { status: 200, body: page, contentType: 'text/html; charset=utf-8', route: '/' }
  const [, prefix = '', ...rest] = request.path.split('/')
  const application = applications[prefix]
  if (application === undefined) return notServed(request.path)
  const answer = await context.call(pod, application, { ...request, path: `/${rest.join('/')}` })
  return { ...answer, route: `/${prefix}/**` }
}
