import { config } from 'zod'

/** From here on schemas are read as they stand and never compiled. */
export function forbidEval(): void {
  config({ jitless: true })
}
