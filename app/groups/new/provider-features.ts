import type { FeaturesByProvider } from '@/components/rules/provider-features'
import { providers } from '@/lib/providers'

/** What every gateway can express, as data for the browser. */
export function providerFeatures(): FeaturesByProvider {
  return Object.fromEntries(
    providers.map(({ id, title, features }) => [id, { title, features: [...features] }]),
  )
}
