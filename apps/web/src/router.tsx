import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/solid-router'
import { accessSearch } from './pages/access.search.ts'
import { announcementsSearch, newAnnouncementSearch } from './pages/announcements.search.ts'
import { auditSearch } from './pages/audit.search.ts'
import { bulkRunSearch } from './pages/bulk-run.search.ts'
import { caseSearch } from './pages/case.search.ts'
import { jobsSearch } from './pages/jobs.search.ts'
import { mailTemplatesSearch } from './pages/mail-templates.search.ts'
import { mailboxSearch } from './pages/mailbox.search.ts'
import { myCasesSearch } from './pages/my-cases.search.ts'
import { myFiguresSearch } from './pages/my-figures.search.ts'
import { newCaseSearch } from './pages/new-case.search.ts'
import { notificationsSearch } from './pages/notifications.search.ts'
import { preferencesSearch } from './pages/preferences.search.ts'
import { queueSearch } from './pages/queue.search.ts'
import { signInSearch } from './pages/sign-in.search.ts'
import { suppressionsSearch } from './pages/suppressions.search.ts'
import { systemSearch } from './pages/system.search.ts'
import { webhookSearch } from './pages/webhook.search.ts'
import { whyNotSearch } from './pages/why-not.search.ts'
import { queryClient } from './query.ts'
import { isUnauthorized, requireMe } from './session.ts'
import { Failed, FailedAlone, NotFound } from './shell/failed.tsx'
import { Root } from './shell/root.tsx'
import { Shell } from './shell/shell.tsx'
import { insidePath } from './ui/path-link.tsx'
import { workflowsQuery } from './workflows.ts'

const root = createRootRoute({ component: Root, errorComponent: FailedAlone, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  beforeLoad: async ({ search }) => {
    // Signed in already, perhaps in another window: go on.
    if (await requireMe().catch(() => null))
      throw redirect({ href: insidePath(search.to ?? '/'), replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx')),
})

const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/set-password',
  component: lazyRouteComponent(() => import('./pages/set-password.tsx')),
})

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./pages/forgot-password.tsx')),
})

const confirmAddress = createRoute({
  getParentRoute: () => root,
  path: '/confirm-address',
  component: lazyRouteComponent(() => import('./pages/confirm-address.tsx')),
})

/** Everything behind the sign-in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: FailedAlone,
  beforeLoad: async ({ location }) => {
    try {
      return { me: await requireMe() }
    } catch (error) {
      if (isUnauthorized(error)) throw redirect({ to: '/sign-in', search: { to: location.href } })
      throw error
    }
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: async () => {
    const workflows = await queryClient.ensureQueryData(workflowsQuery)
    const queue = workflows.find((workflow) => workflow.hasQueue)
    if (queue) throw redirect({ to: '/queues/$workflow', params: { workflow: queue.name }, replace: true })
    throw redirect({ to: '/cases', replace: true })
  },
})

const queue = createRoute({
  getParentRoute: () => shell,
  path: '/queues/$workflow',
  validateSearch: queueSearch,
  component: lazyRouteComponent(() => import('./pages/queue.tsx')),
})

const oneCase = createRoute({
  getParentRoute: () => shell,
  path: '/cases/$caseId',
  validateSearch: caseSearch,
  component: lazyRouteComponent(() => import('./pages/case.tsx')),
})

const newCase = createRoute({
  getParentRoute: () => shell,
  path: '/new/$workflow',
  validateSearch: newCaseSearch,
  component: lazyRouteComponent(() => import('./pages/new-case.tsx')),
})

const myCases = createRoute({
  getParentRoute: () => shell,
  path: '/cases',
  validateSearch: myCasesSearch,
  component: lazyRouteComponent(() => import('./pages/my-cases.tsx')),
})

const notifications = createRoute({
  getParentRoute: () => shell,
  path: '/notifications',
  validateSearch: notificationsSearch,
  component: lazyRouteComponent(() => import('./pages/notifications.tsx')),
})

const myFigures = createRoute({
  getParentRoute: () => shell,
  path: '/notifications/figures',
  validateSearch: myFiguresSearch,
  component: lazyRouteComponent(() => import('./pages/my-figures.tsx')),
})

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account.tsx')),
})

const preferences = createRoute({
  getParentRoute: () => shell,
  path: '/account/notifications',
  validateSearch: preferencesSearch,
  component: lazyRouteComponent(() => import('./pages/preferences.tsx')),
})

const access = createRoute({
  getParentRoute: () => shell,
  path: '/access',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('./pages/access.tsx')),
})

const person = createRoute({
  getParentRoute: () => shell,
  path: '/access/$personId',
  component: lazyRouteComponent(() => import('./pages/access-person.tsx')),
})

const queueSettings = createRoute({
  getParentRoute: () => shell,
  path: '/assignment',
  component: lazyRouteComponent(() => import('./pages/queue-settings.tsx')),
})

const announcements = createRoute({
  getParentRoute: () => shell,
  path: '/announcements',
  validateSearch: announcementsSearch,
  component: lazyRouteComponent(() => import('./pages/announcements.tsx')),
})

const newAnnouncement = createRoute({
  getParentRoute: () => shell,
  path: '/announcements/new',
  validateSearch: newAnnouncementSearch,
  component: lazyRouteComponent(() => import('./pages/announcement-new.tsx')),
})

const announcement = createRoute({
  getParentRoute: () => shell,
  path: '/announcements/$id',
  component: lazyRouteComponent(() => import('./pages/announcement.tsx')),
})

const editAnnouncement = createRoute({
  getParentRoute: () => shell,
  path: '/announcements/$id/edit',
  component: lazyRouteComponent(() => import('./pages/announcement-edit.tsx')),
})

const readAnnouncement = createRoute({
  getParentRoute: () => shell,
  path: '/announcements/read/$id',
  component: lazyRouteComponent(() => import('./pages/announcement-read.tsx')),
})

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./pages/audit.tsx')),
})

const bulk = createRoute({
  getParentRoute: () => shell,
  path: '/bulk',
  component: lazyRouteComponent(() => import('./pages/bulk.tsx')),
})

const bulkRun = createRoute({
  getParentRoute: () => shell,
  path: '/bulk/$id',
  validateSearch: bulkRunSearch,
  component: lazyRouteComponent(() => import('./pages/bulk-run.tsx')),
})

const suppressions = createRoute({
  getParentRoute: () => shell,
  path: '/suppressions',
  validateSearch: suppressionsSearch,
  component: lazyRouteComponent(() => import('./pages/suppressions.tsx')),
})

const mailbox = createRoute({
  getParentRoute: () => shell,
  path: '/mailbox',
  validateSearch: mailboxSearch,
  component: lazyRouteComponent(() => import('./pages/mailbox.tsx')),
})

const mailTemplates = createRoute({
  getParentRoute: () => shell,
  path: '/mail-templates',
  validateSearch: mailTemplatesSearch,
  component: lazyRouteComponent(() => import('./pages/mail-templates.tsx')),
})

const system = createRoute({
  getParentRoute: () => shell,
  path: '/system',
  validateSearch: systemSearch,
  component: lazyRouteComponent(() => import('./pages/system.tsx')),
})

const jobs = createRoute({
  getParentRoute: () => shell,
  path: '/jobs',
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import('./pages/jobs.tsx')),
})

const whyNot = createRoute({
  getParentRoute: () => shell,
  path: '/system/why-not',
  validateSearch: whyNotSearch,
  component: lazyRouteComponent(() => import('./pages/why-not.tsx')),
})

const webhooks = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./pages/webhooks.tsx')),
})

const webhook = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks/$id',
  validateSearch: webhookSearch,
  component: lazyRouteComponent(() => import('./pages/webhook.tsx')),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setPassword,
    forgotPassword,
    confirmAddress,
    shell.addChildren([
      home,
      queue,
      oneCase,
      newCase,
      myCases,
      notifications,
      myFigures,
      account,
      preferences,
      access,
      person,
      queueSettings,
      announcements,
      newAnnouncement,
      announcement,
      editAnnouncement,
      readAnnouncement,
      audit,
      bulk,
      bulkRun,
      mailbox,
      suppressions,
      mailTemplates,
      webhooks,
      webhook,
      jobs,
      system,
      whyNot,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Failed,
  scrollRestoration: true,
})

declare module '@tanstack/solid-router' {
  interface Register {
    router: typeof router
  }
}
