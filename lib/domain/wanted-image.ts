import { z } from 'zod'

/** An image that a container of an application's baseline is to have. */
export const WantedImage = z.strictObject({
  application: z.string(),
  deployment: z.string(),
  container: z.string(),
  image: z.string(),
  /** What stood there when it was wanted. */
  from: z.string().optional(),
  /** It is set only in place of this one, on the Deployment with this uid: what others have put there since stays. */
  instead: z.strictObject({ image: z.string(), uid: z.string() }).optional(),
})
export type WantedImage = z.infer<typeof WantedImage>
