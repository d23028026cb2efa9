import { getRouteApi } from '@tanstack/solid-router'
import { untrack } from 'solid-js'
import { emptyWriting } from '../announcements/writing.ts'
import { locale, t } from '../words/index.ts'
import { Writer } from './announcement-edit.tsx'

const route = getRouteApi('/shell/announcements/new')

export default function NewAnnouncementPage() {
  const search = route.useSearch()
  const first = untrack(() => {
    const { case: id, title = '' } = search()
    return { ...emptyWriting(locale()), participantsOf: id ? { id, title } : null }
  })
  return <Writer title={t('announcements.new')} first={first} />
}
