import { Link } from '@tanstack/solid-router'
import Compass from 'lucide-solid/icons/compass'
import { type JSX, createEffect } from 'solid-js'
import { buttonClass } from '../ui/button-look.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { setPageTitle } from '../ui/page-title.ts'
import { t } from '../words/index.ts'

/** In place of a page whose address leads to nothing that this person could see. */
export function NothingHere(props: { title?: string; children?: JSX.Element }) {
  const title = () => props.title ?? t('shell.notFound')
  createEffect(() => setPageTitle(title()))
  return (
    <EmptyState
      alone
      title={title()}
      icon={<Compass class="size-6" />}
      actions={
        <Link to="/cases" class={buttonClass({})}>
          {t('cases.toMine')}
        </Link>
      }
    >
      {props.children}
    </EmptyState>
  )
}
