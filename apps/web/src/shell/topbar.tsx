import { Bell } from '../inbox/bell.tsx'
import { Brand } from './brand.tsx'
import { ConnectionMenu } from './connection-menu.tsx'
import { CreateButton } from './create-button.tsx'
import type { Destinations } from './destinations.ts'
import { PersonMenu } from './person-menu.tsx'

export const Topbar = (props: { destinations: Destinations }) => (
  <header class="sticky top-0 z-20 flex h-12 items-center justify-end gap-1.5 border-b border-line bg-canvas/90 px-3 backdrop-blur-md md:px-6">
    <span class="me-auto md:hidden">
      <Brand />
    </span>
    <span class="hidden me-2 md:contents">
      <CreateButton destinations={props.destinations} />
    </span>
    <ConnectionMenu />
    <Bell />
    <PersonMenu />
  </header>
)
