import { defineConfig, type OxlintOverride } from 'oxlint'

/** Which packages' sources may import which: one way, and nobody imports an app (ARCHITECTURE.md). */
const layers: Record<string, string[]> = {
  'packages/shared/src/**': [],
  'packages/db/src/**': ['shared'],
  'packages/engine/src/**': ['db', 'shared'],
  'packages/transport/src/**': [],
  'packages/client/src/**': ['transport', 'shared', 'api'],
  'packages/log/src/**': [],
  'packages/storage/src/**': [],
  'packages/testing/src/**': ['engine', 'db', 'shared'],
  'templates/src/**': ['shared'],
  'apps/api/src/**': ['engine', 'db', 'shared', 'templates', 'log', 'storage'],
  'apps/worker/src/**': ['engine', 'db', 'shared', 'templates', 'log', 'storage'],
  'apps/web/src/**': ['transport', 'client', 'shared', 'api'],
}

const apps = ['api', 'worker', 'web']
const packages = [
  'shared',
  'log',
  'storage',
  'db',
  'engine',
  'transport',
  'client',
  'testing',
  'templates',
  'e2e',
  'bench',
  ...apps,
]

const named = (names: string[]) => `^@belfry/(${names.join('|')})(/|$)`
const acrossPackages = {
  regex: `^(\\.\\./)+((apps|packages)/)?(${packages.join('|')})/(src|test)/`,
  message: 'Import another package by its name, not by its path.',
}
const routerType = {
  regex: named(['api']),
  allowTypeImports: true,
  message:
    "Of the API, take only the type of its router: import type { AppRouter } from '@belfry/api/client'.",
}
const nodeModules = { regex: '^node:', message: 'shared runs in the browser, too.' }

function importRules(files: string, allowed: string[]): OxlintOverride {
  const forbidden = {
    regex: named(packages.filter((name) => !allowed.includes(name))),
    message: `${files} may import ${allowed.join(', ') || 'no other package of ours'}.`,
  }
  const more = [
    ...(allowed.includes('api') ? [routerType] : []),
    ...(files.startsWith('packages/shared/') ? [nodeModules] : []),
  ]
  return {
    files: [files],
    rules: { 'no-restricted-imports': ['error', { patterns: [forbidden, acrossPackages, ...more] }] },
  }
}

export default defineConfig({
  plugins: ['typescript', 'import', 'promise', 'unicorn', 'oxc', 'jsx-a11y', 'vitest'],
  categories: { correctness: 'error' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['**/dist/**'],
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
    'typescript/no-explicit-any': 'error',
    'typescript/unbound-method': 'off', // our methods close over what they need; none looks at `this`
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'vitest/no-focused-tests': 'error',
    'vitest/valid-expect': ['error', { maxArgs: 2 }], // the second is what to say when it fails
    // Helpers of tests may expect things, too, and a mock's types follow from what it stands for.
    'vitest/expect-expect': 'off',
    'vitest/no-standalone-expect': 'off',
    'vitest/require-mock-type-parameters': 'off',
    'jsx-a11y/prefer-tag-over-role': 'off', // a disabled link or a live region has no tag that fits
    // For tests, e2e, bench and scripts; the sources' own rules follow below.
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: named(apps), message: 'Nobody imports an app: start it as a process.' },
          acrossPackages,
        ],
      },
    ],
  },
  overrides: [
    ...Object.entries(layers).map(([files, allowed]) => importRules(files, allowed)),
    // What a type test expects is that the compiler errs.
    { files: ['**/*.test-d.ts'], rules: { 'vitest/expect-expect': 'off' } },
    {
      files: ['apps/web/src/**'],
      jsPlugins: ['eslint-plugin-solid'],
      rules: {
        'solid/reactivity': 'error',
        'solid/no-destructure': 'error',
        'solid/prefer-for': 'error',
        'solid/no-react-specific-props': 'error',
        'solid/jsx-no-undef': 'error',
        'solid/components-return-once': 'error',
      },
    },
  ],
})
