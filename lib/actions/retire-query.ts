import { z } from 'zod'

/** `?retire=true`: lanes that live may go. */
export const RetireQuery = z.strictObject({
  retire: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
})
