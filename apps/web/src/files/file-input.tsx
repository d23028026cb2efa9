import { type FileKind, acceptAttribute } from '@belfry/shared'
import type { FileView } from '@belfry/shared/wire'
import Camera from 'lucide-solid/icons/camera'
import Upload from 'lucide-solid/icons/upload'
import { Match, Show, Switch, createEffect, createMemo, createSignal, on, splitProps } from 'solid-js'
import { trpc } from '../trpc.ts'
import { buttonClass } from '../ui/button-look.ts'
import { cx } from '../ui/cx.ts'
import { type ControlProps, Field, type FieldProps } from '../ui/field.tsx'
import { t } from '../words/index.ts'
import { DropZone } from './drop-zone.tsx'
import { kindList, limitWord, problemWith } from './file-words.ts'
import { FailedCard, ReadyCard, SendingCard, percentWord } from './upload-card.tsx'
import { type Sender, createUploading, overTus } from './uploading.ts'

const MAX_MB = 100

export interface FileInputProps extends FieldProps {
  /** The id of the file; empty where there is none. */
  value: string
  /** Told once the file is there and the server has looked at it; empty when it is removed. */
  onChange: (fileId: string) => void
  /** The kinds that are asked for; none means any. */
  accept?: readonly FileKind[] | undefined
  maxMb?: number | undefined
  disabled?: boolean | undefined
  /** Told when an upload begins and when it is over, whatever came of it. */
  onBusy?: ((busy: boolean) => void) | undefined
  sender?: Sender | undefined
  /** What a file is whose id is all that is known, as in a draft. */
  describe?: ((fileId: string) => Promise<FileView>) | undefined
}

const ask = (fileId: string) => trpc.documents.file.query({ fileId })

/** Asks for one file: picked, dropped or photographed. It is uploaded at once, and goes on by itself after a break. */
export function FileInput(props: FileInputProps) {
  const [field, own] = splitProps(props, ['label', 'hint', 'error', 'required', 'labelHidden', 'class'])
  const accept = () => own.accept ?? []
  const maxMb = () => own.maxMb ?? MAX_MB
  const [known, setKnown] = createSignal<FileView>()
  const uploading = createUploading({
    // oxlint-disable-next-line solid/reactivity -- the way does not change
    sender: own.sender ?? overTus,
    accept,
    onReady(view) {
      setKnown(view)
      own.onChange(view.id)
    },
  })
  const state = uploading.state
  const busy = createMemo(() => state().is === 'sending')
  createEffect(on(busy, (is) => own.onBusy?.(is), { defer: true }))

  // A draft knows the id alone. What is not there any more has to be uploaded again; where nobody answered, it may well be.
  createEffect(() => {
    const fileId = own.value
    if (!fileId || known()?.id === fileId) return
    void (own.describe ?? ask)(fileId).then(setKnown, (error: unknown) => {
      if (isAnswer(error) && own.value === fileId) own.onChange('')
    })
  })

  function take(file: File | undefined) {
    if (!file || own.disabled) return
    const problem = problemWith(file, accept(), maxMb())
    if (problem) uploading.fail(file, problem)
    else void uploading.start(file)
  }

  let input: HTMLInputElement | undefined
  /** What had the focus is gone; whoever uses the keyboard goes on at the control. */
  const andFocus = (what: () => void) => () => {
    what()
    input?.focus()
  }
  const failed = () => {
    const now = state()
    return now.is === 'failed' ? now : undefined
  }
  const onItsWay = () => {
    const now = state()
    return now.is === 'sending' || now.is === 'paused' ? now : undefined
  }
  // Whatever was said about the form is old as soon as a file is on its way. (Props that are undefined would not override.)
  const error = () => failed()?.message ?? (onItsWay() ? null : field.error)

  return (
    <Field {...field} error={error()}>
      {(control) => (
        <DropZone disabled={own.disabled === true} empty={state().is === 'idle' && !own.value} onDrop={take}>
          <Switch>
            <Match when={onItsWay()}>
              {(now) => (
                <SendingCard
                  file={now().file}
                  progress={now().progress}
                  paused={now().is === 'paused'}
                  onPause={uploading.pause}
                  onResume={uploading.again}
                  onCancel={andFocus(uploading.cancel)}
                />
              )}
            </Match>
            <Match when={failed()}>
              {(now) => (
                <FailedCard
                  file={now().file}
                  onRetry={problemWith(now().file, accept(), maxMb()) ? undefined : andFocus(uploading.again)}
                  onDismiss={andFocus(uploading.cancel)}
                />
              )}
            </Match>
            <Match when={own.value}>
              <ReadyCard
                view={known()}
                onRemove={own.disabled ? undefined : andFocus(() => own.onChange(''))}
              />
            </Match>
          </Switch>
          <Pickers
            control={control}
            ref={(element) => (input = element)}
            accept={accept()}
            maxMb={maxMb()}
            disabled={own.disabled === true}
            again={state().is !== 'idle' || own.value !== ''}
            hidden={busy()}
            onPick={take}
          />
          <p role="status" class="sr-only">
            <Switch>
              <Match when={onItsWay()}>
                {(now) => (
                  <>
                    {now().is === 'paused'
                      ? t('files.pausedAt', { percent: percentWord(now().progress) })
                      : now().progress.waiting
                        ? t('files.waiting')
                        : t('files.uploading', { name: now().file.name })}
                  </>
                )}
              </Match>
              <Match when={failed()}>
                {(now) => `${t('files.failed', { name: now().file.name })} ${now().message}`}
              </Match>
              <Match when={own.value ? known() : undefined}>
                {(view) => t('files.uploaded', { name: view().name })}
              </Match>
            </Switch>
          </p>
        </DropZone>
      )}
    </Field>
  )
}

/** A refusal of the server, and no broken connection. */
const isAnswer = (error: unknown): boolean => Boolean((error as { data?: unknown } | null)?.data)

interface PickersProps {
  control: ControlProps
  ref: (input: HTMLInputElement) => void
  accept: readonly FileKind[]
  maxMb: number
  disabled: boolean
  /** Another file instead of the one that is there. */
  again: boolean
  hidden: boolean
  onPick: (file: File | undefined) => void
}

/** The browser's own inputs, unseen but for the focus, under labels that look like buttons. */
function Pickers(props: PickersProps) {
  const pick = (event: Event & { currentTarget: HTMLInputElement }) => {
    props.onPick(event.currentTarget.files?.[0])
    event.currentTarget.value = '' // so that the same file can be picked again
  }
  const limits = () =>
    props.accept.length > 0
      ? t('files.limits', { kinds: kindList(props.accept), limit: limitWord(props.maxMb) })
      : t('files.limit', { limit: limitWord(props.maxMb) })
  const button =
    'cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-focus'
  return (
    <div class={cx('flex flex-wrap items-center gap-x-3 gap-y-2', props.hidden && 'hidden')}>
      <span class="relative inline-flex">
        <input
          {...props.control}
          ref={(element) => props.ref(element)}
          type="file"
          accept={acceptAttribute(props.accept)}
          disabled={props.disabled}
          class="peer sr-only"
          onChange={pick}
        />
        <label
          for={props.control.id}
          aria-disabled={props.disabled || undefined}
          class={cx(buttonClass({ size: 'sm' }), button)}
        >
          <Upload class="size-4" aria-hidden="true" />
          {props.again ? t('files.chooseOther') : t('files.choose')}
        </label>
      </span>
      <Show when={props.accept.length === 0 || props.accept.includes('image')}>
        <span class="relative hidden pointer-coarse:inline-flex">
          <input
            id={`${props.control.id}-photo`}
            type="file"
            accept="image/*"
            capture="environment"
            disabled={props.disabled}
            class="peer sr-only"
            onChange={pick}
          />
          <label for={`${props.control.id}-photo`} class={cx(buttonClass({ size: 'sm' }), button)}>
            <Camera class="size-4" aria-hidden="true" />
            {t('files.photo')}
          </label>
        </span>
      </Show>
      <span class="text-sm text-muted">
        <Show when={!props.again}>
          <span class="pointer-coarse:hidden">{t('files.drop')} </span>
        </Show>
        {limits()}
      </span>
    </div>
  )
}
