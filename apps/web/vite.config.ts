import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const api = process.env.API_URL ?? 'http://127.0.0.1:4380'

/** Libraries under every page, and how we set up one of them. */
const base =
  /src\/zod\.ts$|node_modules\/(solid-js|zod|superjson|intl-messageformat|@formatjs|@trpc|@tanstack\/(solid-)?(router|query|history|store)[^/]*)\//

export default defineConfig({
  plugins: [solid(), tailwindcss()],
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: api },
      '/trpc': { target: api, ws: true },
      '/uploads/': { target: api },
      '/files/': { target: api },
      '/archives/': { target: api },
      '/exports/': { target: api },
      '/unsubscribe': { target: api },
    },
  },
  build: {
    // light-dark(), the tokens' foundation, is in every browser of 2024 and later.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // All that the first page needs in two files, of which one changes with our own releases only; left alone it would
        // be some forty, one for each small module that pages share. What only some pages need stays with them.
        codeSplitting: {
          groups: [
            { name: 'base', test: base, priority: 2 },
            { name: 'app', test: /\/apps\/web\/src\/router\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
})
