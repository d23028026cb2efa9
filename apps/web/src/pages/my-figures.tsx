import { Link, getRouteApi } from '@tanstack/solid-router'
import { Page } from '../ui/page.tsx'
import { t } from '../words/index.ts'
import { NotificationFigures } from './notification-figures.tsx'

const route = getRouteApi('/shell/notifications/figures')

/** How much one is told, of what, and how soon one reads it. */
export default function MyFiguresPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page
      title={t('inbox.figures')}
      under={t('inbox.figuresUnder')}
      above={
        <Link to="/notifications" class="text-sm text-accent-text hover:underline">
          {t('shell.notifications')}
        </Link>
      }
    >
      <NotificationFigures mine days={search().days} onDays={(days) => void navigate({ search: { days } })} />
    </Page>
  )
}
