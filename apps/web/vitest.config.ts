import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid()],
  test: {
    name: 'web',
    environment: 'jsdom',
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['./test/setup.ts'],
    isolate: false, // Solid and the console are loaded once a process instead of once a file
    maxWorkers: 3, // of those that run at the same time all have to say the same
  },
})
