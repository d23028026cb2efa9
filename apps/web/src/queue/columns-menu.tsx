import type { Workflow } from '@belfry/shared/machine'
import Columns3 from 'lucide-solid/icons/columns-3'
import { For } from 'solid-js'
import { buttonClass } from '../ui/button-look.ts'
import { Menu, MenuItem, MenuLine, MenuSwitch } from '../ui/menu.tsx'
import { t } from '../words/index.ts'
import { allColumns, shownColumns, usualColumns } from './columns.ts'

/** Which columns are shown; undefined for the usual ones. */
export function ColumnsMenu(props: {
  workflow: Workflow
  columns: string[] | undefined
  onChange: (columns: string[] | undefined) => void
}) {
  const shown = () => shownColumns(props.workflow, props.columns).map(({ key }) => key)
  function toggle(key: string, isOn: boolean) {
    const next = isOn ? [...shown(), key] : shown().filter((one) => one !== key)
    const usual = usualColumns(props.workflow)
    const isUsual = next.length === usual.length && usual.every((one) => next.includes(one))
    props.onChange(isUsual ? undefined : next)
  }
  return (
    <Menu
      triggerClass={buttonClass({ square: true })}
      triggerLabel={t('queue.columns')}
      trigger={<Columns3 class="size-4" aria-hidden="true" />}
    >
      <For each={allColumns(props.workflow)}>
        {(column) => (
          <MenuSwitch checked={shown().includes(column.key)} onChange={(isOn) => toggle(column.key, isOn)}>
            {column.label}
          </MenuSwitch>
        )}
      </For>
      <MenuLine />
      <MenuItem onSelect={() => props.onChange(undefined)}>{t('queue.usualColumns')}</MenuItem>
    </Menu>
  )
}
