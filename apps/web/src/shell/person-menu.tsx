import { type Locale, locales } from '@belfry/shared'
import type { Theme } from '@belfry/shared/wire'
import { useNavigate } from '@tanstack/solid-router'
import BellRing from 'lucide-solid/icons/bell-ring'
import Keyboard from 'lucide-solid/icons/keyboard'
import LogOut from 'lucide-solid/icons/log-out'
import UserRound from 'lucide-solid/icons/user-round'
import { Show } from 'solid-js'
import { canShowOnDesktop, setDesktop, showsOnDesktop } from '../inbox/desktop.ts'
import { signOut, updateMe, useMe } from '../session.ts'
import { AwayChoice } from '../together/away.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine, MenuSwitch } from '../ui/menu.tsx'
import { t } from '../words/index.ts'
import { languageNames } from '../words/languages.ts'
import { showShortcuts } from './shortcuts-open.ts'

export function PersonMenu() {
  const me = useMe()
  const navigate = useNavigate()
  return (
    <Menu
      triggerClass="grid size-8 place-items-center rounded-full hover:bg-hover pointer-coarse:size-10"
      triggerLabel={t('shell.account', { name: me().name })}
      trigger={<Avatar name={me().name} class="size-7" />}
    >
      <div class="px-2 pt-1.5 pb-2">
        <p class="font-medium">{me().name}</p>
        <p class="text-sm text-muted">{me().email}</p>
      </div>
      <MenuLine />
      <MenuChoice<Locale>
        label={t('shell.language')}
        value={me().locale}
        options={locales.map((value) => ({ value, label: languageNames[value] }))}
        onChange={(locale) => void updateMe({ locale })}
      />
      <MenuLine />
      <MenuChoice<Theme>
        label={t('shell.theme')}
        value={me().theme}
        options={[
          { value: 'system', label: t('shell.themeSystem') },
          { value: 'light', label: t('shell.themeLight') },
          { value: 'dark', label: t('shell.themeDark') },
        ]}
        onChange={(theme) => void updateMe({ theme })}
      />
      <MenuLine />
      <AwayChoice />
      <MenuLine />
      <MenuSwitch checked={me().sound} onChange={(sound) => void updateMe({ sound })}>
        {t('shell.sound')}
      </MenuSwitch>
      <Show when={canShowOnDesktop()}>
        <MenuSwitch checked={showsOnDesktop()} onChange={(on) => void setDesktop(on)}>
          {t('inbox.desktop')}
        </MenuSwitch>
      </Show>
      <MenuItem
        icon={<UserRound class="size-4 text-muted" aria-hidden="true" />}
        onSelect={() => void navigate({ to: '/account' })}
      >
        {t('account.title')}
      </MenuItem>
      <MenuItem
        icon={<BellRing class="size-4 text-muted" aria-hidden="true" />}
        onSelect={() => void navigate({ to: '/account/notifications' })}
      >
        {t('preferences.open')}
      </MenuItem>
      <MenuItem icon={<Keyboard class="size-4 text-muted" aria-hidden="true" />} onSelect={showShortcuts}>
        {t('shell.shortcuts')}
      </MenuItem>
      <MenuLine />
      <MenuItem
        icon={<LogOut class="size-4 text-muted rtl:-scale-x-100" aria-hidden="true" />}
        onSelect={() => void signOut()}
      >
        {t('shell.signOut')}
      </MenuItem>
    </Menu>
  )
}
