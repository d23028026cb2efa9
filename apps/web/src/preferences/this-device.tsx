import { Show } from 'solid-js'
import { canShowOnDesktop, setDesktop, showsOnDesktop } from '../inbox/desktop.ts'
import { updateMe, useMe } from '../session.ts'
import { Panel } from '../ui/panel.tsx'
import { Switch } from '../ui/switch.tsx'
import { t } from '../words/index.ts'

/** What makes a noise or shows up here; nothing of it waits to be saved. */
export function ThisDevice() {
  const me = useMe()
  return (
    <Panel title={t('preferences.device')}>
      <div class="flex flex-col gap-3">
        <p class="text-sm text-muted">{t('preferences.deviceWhy')}</p>
        <Switch checked={me().sound} onChange={(sound) => void updateMe({ sound })}>
          {t('shell.sound')}
          <span class="block text-sm text-muted">{t('preferences.soundHint')}</span>
        </Switch>
        <Show
          when={canShowOnDesktop()}
          fallback={<p class="text-sm text-muted">{t('preferences.desktopDenied')}</p>}
        >
          <Switch checked={showsOnDesktop()} onChange={(on) => void setDesktop(on)}>
            {t('inbox.desktop')}
            <span class="block text-sm text-muted">{t('preferences.desktopHere')}</span>
          </Switch>
        </Show>
      </div>
    </Panel>
  )
}
