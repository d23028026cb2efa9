import type { Role } from '@belfry/shared'
import type { PersonItem } from '@belfry/shared/wire'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import { Link, getRouteApi, useNavigate } from '@tanstack/solid-router'
import UserPlus from 'lucide-solid/icons/user-plus'
import Users from 'lucide-solid/icons/users'
import { Show, createSignal } from 'solid-js'
import { LinkDialog } from '../access/account-state.tsx'
import { type Invited, InviteDialog } from '../access/invite.tsx'
import { RoleChips, roleWord } from '../access/role-chips.tsx'
import { rolesQuery } from '../access/roles-query.ts'
import { queryClient } from '../query.ts'
import { trpc } from '../trpc.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Select } from '../ui/select.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import type { AccessSearch } from './access.search.ts'
import { Allowed } from './not-allowed.tsx'
import { Paged } from './paged.tsx'

const route = getRouteApi('/shell/access')

export default function AccessPage() {
  return (
    <Allowed permission="access.read" title={t('access.title')}>
      <People />
    </Allowed>
  )
}

/** Everybody, to be searched; a name leads to what that person may do. */
function People() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const [inviting, setInviting] = createSignal(false)
  const [invited, setInvited] = createSignal<Invited | null>(null)
  const filter = () => ({ search: search().q, role: search().role, show: search().show ?? ('open' as const) })
  const query = useInfiniteQuery(() => ({
    queryKey: ['access', 'people', filter()],
    queryFn: ({ pageParam }) => trpc.access.people.query({ ...filter(), cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const people = () => query.data?.pages.flatMap((page) => page.items) ?? []

  function welcome(somebody: Invited) {
    setInvited(somebody)
    void queryClient.invalidateQueries({ queryKey: ['access'] })
  }
  function toNewcomer({ link }: Invited) {
    setInvited(null)
    void navigate({ to: '/access/$personId', params: { personId: link.personId } })
  }

  return (
    <Page
      title={t('access.title')}
      under={t('access.under')}
      actions={
        <Button variant="primary" onClick={() => setInviting(true)}>
          <UserPlus class="size-4" aria-hidden="true" />
          {t('access.invite')}
        </Button>
      }
      bar={<Filters search={search()} />}
    >
      <Panel flush>
        <Paged
          query={query}
          count={people().length}
          waiting={8}
          empty={
            <EmptyState title={t('access.empty')} icon={<Users class="size-6" />}>
              {t('access.emptyWhy')}
            </EmptyState>
          }
        >
          <DataTable
            caption={t('access.people')}
            columns={columns()}
            rows={people()}
            rowId={(person) => person.id}
            rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
          />
        </Paged>
      </Panel>
      <Show when={inviting()}>
        <InviteDialog onInvited={welcome} onDone={() => setInviting(false)} />
      </Show>
      <Show when={invited()} keyed>
        {(somebody) => (
          <LinkDialog name={somebody.name} link={somebody.link} onDone={() => toNewcomer(somebody)} />
        )}
      </Show>
    </Page>
  )
}

function Filters(props: { search: AccessSearch }) {
  const navigate = route.useNavigate()
  const roles = useQuery(() => rolesQuery)
  const show = (change: Partial<AccessSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <>
      <SearchField
        class="w-full sm:w-72"
        label={t('access.search')}
        value={props.search.q ?? ''}
        onSearch={(text) => show({ q: text || undefined })}
      />
      <Select<Role>
        class="w-full sm:w-52"
        label={t('access.role')}
        labelHidden
        placeholder={t('access.anyRole')}
        value={props.search.role ?? ''}
        options={(roles.data ?? []).map(({ role, people }) => ({
          value: role,
          label: `${roleWord(role)} (${people})`,
        }))}
        onChange={(role) => show({ role: role || undefined })}
      />
      <Tabs
        label={t('access.show')}
        current={props.search.show ?? 'open'}
        tabs={[
          { value: 'open', label: t('access.open') },
          { value: 'closed', label: t('access.closed') },
          { value: 'all', label: t('access.all') },
        ]}
      />
    </>
  )
}

const columns = (): Column<PersonItem>[] => [
  {
    key: 'person',
    head: t('access.person'),
    cell: (person) => (
      <div class="flex items-center gap-3">
        <Avatar name={person.name} class="size-8" />
        <div class="min-w-0">
          <Link
            to="/access/$personId"
            params={{ personId: person.id }}
            class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            <bdi>{person.name}</bdi>
          </Link>
          <Show when={person.closedAt}>
            {' '}
            <Badge tone="error">{t('access.closed')}</Badge>
          </Show>
          <p class="truncate text-sm text-muted">
            <bdi>{person.email}</bdi>
          </p>
          <div class="mt-1 md:hidden">
            <RoleChips grants={person.grants} />
          </div>
        </div>
      </div>
    ),
  },
  {
    key: 'roles',
    head: t('access.roles'),
    from: 'md',
    cell: (person) => <RoleChips grants={person.grants} />,
  },
  {
    key: 'supervisor',
    head: t('access.supervisor'),
    from: 'lg',
    class: 'text-muted',
    cell: (person) => <bdi>{person.supervisor?.name ?? '–'}</bdi>,
  },
]
