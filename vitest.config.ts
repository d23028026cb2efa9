import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{packages,apps}/*/test/**/*.test.ts', '{scripts,templates,bench}/test/**/*.test.ts'],
          exclude: ['apps/web/**', '**/node_modules/**'],
          globalSetup: ['packages/testing/src/global.ts'],
          setupFiles: ['packages/testing/src/setup.ts'],
          isolate: false, // the engine is loaded once a process instead of once a file
          maxWorkers: 3, // most of them wait for a process, a socket or a clock
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } }, // others may be using the machine as well
          typecheck: {
            enabled: true,
            include: ['{packages,apps}/*/test/**/*.test-d.ts'],
            tsconfig: 'tsconfig.json',
          },
        },
      },
      'apps/web/vitest.config.ts',
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['packages/testing/src/global.ts', 'e2e/support/prepare.ts'],
          setupFiles: ['packages/testing/src/setup.ts'],
          isolate: false, // one browser a process instead of one a file
          sequence: { groupOrder: 1 }, // after all the others
          maxWorkers: 2, // each has an API, a worker and a browser beside it
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
})
