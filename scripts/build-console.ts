import path from 'node:path'
import { build } from 'vite'

const [outDir] = process.argv.slice(2)
process.on('disconnect', () => process.exit(1)) // whoever wanted it is gone

await build({
  root: path.resolve(import.meta.dirname, '../apps/web'),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true, reportCompressedSize: false },
})
process.exit()
