import type { Pod } from '@/lib/sandbox/shapes/pod'
import { type AnswerContext, notServed, type PodAnswer, type PodRequest } from './pod-answer'
import { zuulPage } from './zuul-page'

const applications: Record<string, string> = {
  A: 'spring-cloud-a',
  B: 'spring-cloud-b',
  C: 'spring-cloud-c',
}

/**
 * The demo's own gateway application: `/A/…` forwarded to `spring-cloud-a` without the prefix, and at `/` a page that makes
 * such a call (`/?call=/A/a%3Fname%3Dxiaoming`) and shows the answer.
 */
export async function answerZuul(context: AnswerContext, pod: Pod, request: PodRequest): Promise<PodAnswer> {
  if (request.path === '/') return answerPage(context, pod, request)
  const [, prefix = '', ...rest] = request.path.split('/')
  const application = applications[prefix]
  if (application === undefined) return notServed(request.path)
  const answer = await context.call(pod, application, { ...request, path: `/${rest.join('/')}` })
  return { ...answer, route: `/${prefix}/**` }
}

async function answerPage(context: AnswerContext, pod: Pod, request: PodRequest): Promise<PodAnswer> {
  const path = new URLSearchParams(request.query).get('call')
  const language = request.headers['accept-language']
  const contentType = 'text/html; charset=utf-8'
  if (path === null) return { status: 200, body: zuulPage(language, null), contentType, route: '/' }
  const { pathname, search } = new URL(`/${path.replace(/^\/+/, '')}`, 'http://zuul')
  const called =
    pathname === '/'
      ? notServed(pathname)
      : await answerZuul(context, pod, { ...request, path: pathname, query: search })
  return {
    status: called.status,
    body: zuulPage(language, { path, answer: called.body }),
    contentType,
    route: '/',
  }
}
