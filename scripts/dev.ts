import path from 'node:path'
import { createServer } from 'vite'
import { addressOf, choosePort } from './address.ts'
import { root } from './app-process.ts'
import { bringUpDatabase } from './bring-up.ts'
import { readSettings } from './config.ts'
import { superviseAndFollow } from './follow-sources.ts'
import { firstFreePort } from './ports.ts'
import { both, run } from './run.ts'
import { printSignIns } from './sign-ins.ts'

/** The same as `npm start`, following the sources: vite serves the console and passes everything else to the API. */
await run(async (life) => {
  const settings = readSettings(root)
  const port = await choosePort(settings)
  const address = addressOf(settings, port)
  const apiPort = await firstFreePort(port + 1)

  const environment = await bringUpDatabase(settings, life)
  life.stopping.throwIfAborted()
  const env = { ...environment, HOST: '127.0.0.1', PORT: String(apiPort), PUBLIC_URL: address }
  await both(
    superviseAndFollow({ name: 'api', env }, life),
    superviseAndFollow({ name: 'worker', env }, life),
  )

  process.env.API_URL = `http://127.0.0.1:${apiPort}` // apps/web/vite.config.ts passes on to it
  const web = { root: path.join(root, 'apps/web'), server: { host: settings.host, port, strictPort: true } }
  const vite = await createServer(web)
  life.atEnd(() => vite.close())
  await vite.listen()

  console.log(`\nBelfry is ready at ${address}, and follows every change.`)
  if (settings.demo) printSignIns()
  console.log('Ctrl-C stops it.\n')
})
