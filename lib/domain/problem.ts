/** Why something cannot be done, as a value: `path` is the field of the document (`spec.lanes.0`), `params` fill a translated text. */
export type Problem = {
  code: string
  message: string
  path: string
  params?: Record<string, string>
}
