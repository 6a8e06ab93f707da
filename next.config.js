import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./lib/i18n/request.ts')

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Arguments of actions carry kubeconfigs and passwords.
  logging: { serverFunctions: false },
  // The optimizer fetches addresses for the browser; nothing here needs it.
  images: { unoptimized: true },
  serverExternalPackages: ['@node-rs/argon2', 'graphile-worker', 'pg', 'pino', 'undici'],
  // `npm test` and `npm run types` check them; whoever starts the console does not wait for it.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
}

export default withNextIntl(config)
