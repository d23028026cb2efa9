import { type AnyFileKind, kindOfType } from '@belfry/shared'
import File from 'lucide-solid/icons/file'
import FileArchive from 'lucide-solid/icons/file-archive'
import FileImage from 'lucide-solid/icons/file-image'
import FileMusic from 'lucide-solid/icons/file-music'
import FilePlay from 'lucide-solid/icons/file-play'
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet'
import FileText from 'lucide-solid/icons/file-text'
import Presentation from 'lucide-solid/icons/presentation'
import type { Component } from 'solid-js'
import { Dynamic } from 'solid-js/web'

type Icon = Component<{ class?: string; 'aria-hidden'?: 'true' }>

const icons: Record<AnyFileKind, Icon> = {
  pdf: FileText,
  image: FileImage,
  document: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  text: FileText,
  archive: FileArchive,
  audio: FileMusic,
  video: FilePlay,
  other: File,
}

/** What kind of file it is, for the eye alone. */
export const FileIcon = (props: { type: string | null; class?: string }) => (
  <Dynamic component={icons[kindOfType(props.type)]} class={props.class ?? 'size-5'} aria-hidden="true" />
)
