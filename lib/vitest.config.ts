import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  resolve: {
    alias: {
      '@': root,
      // The package throws outside of a react-server condition; the tests are the server.
      'server-only': path.join(root, 'lib/server-only-in-tests.ts'),
    },
  },
  test: {
    globalSetup: ['lib/vitest.global-setup.ts'],
    setupFiles: ['lib/vitest.setup.ts'],
    isolate: false,
    experimental: { fsModuleCache: true },
    include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'app/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
