import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { consoleUrl, consoleUrlOf, instances, serverEnvironmentOf } from './server'

const root = path.resolve(import.meta.dirname, '..')

export default defineConfig({
  testDir: '.',
  globalSetup: path.join(import.meta.dirname, 'prepare.ts'),
  outputDir: path.join(root, 'test-results'),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Stories of one worker share one cluster and one database; the files are few and long, so each takes the next one.
  workers: instances,
  fullyParallel: false,
  retries: 0,
  use: {
    baseURL: consoleUrl,
    // The pages themselves are kept of what fails; a film of every test costs as much as the tests.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    launchOptions: {
      executablePath: process.env.LANEKEEPER_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: Array.from({ length: instances }, (_, which) => ({
    command: 'node scripts/start.mjs',
    cwd: root,
    url: `${consoleUrlOf(which)}/api/ready`,
    timeout: 240_000,
    env: serverEnvironmentOf(which),
    stdout: 'ignore' as const,
    stderr: 'pipe' as const,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  })),
})
