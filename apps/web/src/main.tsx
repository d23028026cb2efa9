import './zod.ts'
import { localeFrom } from '@belfry/shared'
import { QueryClientProvider } from '@tanstack/solid-query'
import { RouterProvider } from '@tanstack/solid-router'
import { render } from 'solid-js/web'
import { queryClient } from './query.ts'
import { router } from './router.tsx'
import './styles/index.css'
import { speak } from './words/index.ts'

const app = document.getElementById('app')
if (!app) throw new Error('index.html has no #app.')

await speak(localeFrom(localStorage.getItem('belfry.locale') ?? navigator.language))
render(
  () => (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  ),
  app,
)
