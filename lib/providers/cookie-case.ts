import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'

/**
 * Says that nginx finds a cookie by its variable `$cookie_name`, whose name has no case: it may take requests that the
 * document does not mean. @see https://nginx.org/en/docs/http/ngx_http_core_module.html#var_cookie_
 */
export function cookieCaseNotice(rule: string, cookie: string, base: KubeObject): Notice {
  const params = { rule, cookie }
  const message = say('planning.cookieCase', params)
  return { code: 'CookieCase', severity: 'warning', message, object: refOf(base), params }
}
