import type { UseQueryResult } from '@tanstack/solid-query'
import { type JSX, Match, Switch } from 'solid-js'
import { messageOf } from '../session.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'

export interface OneThingProps<Thing> {
  query: UseQueryResult<Thing, Error>
  /** Of the page while the thing is not there. */
  title: string
  narrow?: boolean
  /** What is said where it does not exist, or may not be seen. */
  notThere: string
  icon: JSX.Element
  /** Leads back to where there are others. */
  back: JSX.Element
  children: (thing: () => NonNullable<Thing>) => JSX.Element
}

/** The page of one thing, in whatever state it is: on its way, there, or not to be had. */
export const OneThing = <Thing,>(props: OneThingProps<Thing>) => (
  <Switch
    fallback={
      <Page title={props.title} narrow={props.narrow ?? false}>
        <Panel flush>
          <SkeletonRows />
        </Panel>
      </Page>
    }
  >
    <Match when={props.query.data}>{(thing) => props.children(thing)}</Match>
    <Match when={props.query.isError}>
      <Page title={props.title} narrow={props.narrow ?? false}>
        <Panel flush>
          <EmptyState title={props.notThere} icon={props.icon} actions={props.back}>
            {messageOf(props.query.error)}
          </EmptyState>
        </Panel>
      </Page>
    </Match>
  </Switch>
)
