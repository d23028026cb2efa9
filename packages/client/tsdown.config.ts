import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts'],
  tsconfig: '../../tsconfig.client.json',
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  // The type of the API's router, and of all that goes over the wire, are written out in one file.
  dts: { eager: true },
  deps: { neverBundle: [/^@trpc\//, 'superjson', 'zod'], alwaysBundle: [/^@belfry\//] },
  // Of shared only types are used, and none of them needs zod: no import of it is to remain.
  treeshake: { moduleSideEffects: 'no-external' },
})
