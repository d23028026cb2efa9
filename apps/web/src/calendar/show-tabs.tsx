import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'

/** The switch between a list and its calendar. */
export const ShowTabs = (props: { show: 'list' | 'calendar' | undefined; with?: object }) => (
  <div class="ms-auto">
    <Tabs
      label={t('calendar.views')}
      current={props.show ?? 'list'}
      tabs={[
        { value: 'list', label: t('calendar.list') },
        { value: 'calendar', label: t('calendar.calendar') },
      ]}
      with={props.with ?? {}}
    />
  </div>
)
