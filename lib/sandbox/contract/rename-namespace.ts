import type { Answer } from './contract-client'
import type { Recording } from './recording'

/** The namespace of the recording, and one that it took for missing. */
export const recordedName = 'rec'
const missingName = 'nope'

/** The request of a recording for another namespace. */
export function renameRequest(request: Recording['request'], namespace: string): Recording['request'] {
  if (namespace === recordedName) return request
  const rename = (text: string) =>
    text
      .replaceAll(`/namespaces/${recordedName}`, `/namespaces/${namespace}`)
      .replaceAll(`/namespaces/${missingName}`, `/namespaces/${namespace}-${missingName}`)
      .replaceAll(`"${recordedName}"`, `"${namespace}"`)
      .replaceAll(`"${missingName}"`, `"${namespace}-${missingName}"`)
  const { body } = request
  return {
    ...request,
    path: rename(request.path),
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' ? rename(body) : JSON.parse(rename(JSON.stringify(body))) }),
  }
}

/** The answer with the recording's names in the place of the namespace and of the account that stands for its viewer. */
export function renameAnswer(answer: Answer, namespace: string): Answer {
  if (namespace === recordedName) return answer
  const text = JSON.stringify(answer)
    .replaceAll(`system:serviceaccount:${namespace}:viewer`, 'viewer')
    .replaceAll(`${namespace}-${missingName}`, missingName)
    .replaceAll(namespace, recordedName)
  return JSON.parse(text)
}
