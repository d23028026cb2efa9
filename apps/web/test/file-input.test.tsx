import type { FileKind } from '@belfry/shared'
import type { FileView } from '@belfry/shared/wire'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, describe, expect, test } from 'vitest'
import { FileInput } from '../src/files/file-input.tsx'
import { type UploadOptions, UploadRefused } from '../src/files/upload.ts'
import { speak } from '../src/words/index.ts'

afterEach(cleanup)

const MB = 1024 * 1024

/** A file of a size that nobody has to hold in memory. */
function fileOf(name: string, size = 3 * MB, type = ''): File {
  const file = new File(['x'], name, { type })
  Object.defineProperty(file, 'size', { value: size })
  return file
}

const view = (file: File, id = 'a-file'): FileView => ({
  id,
  name: file.name,
  size: file.size,
  type: 'application/pdf',
  state: 'ready',
  refusal: null,
  received: file.size,
  attached: false,
})

/** The other end: lets the test say how an upload goes. */
function server() {
  const uploads: { file: File; options: UploadOptions; arrive: () => void; refuse: (why: Error) => void }[] =
    []
  const discarded: string[] = []
  return {
    uploads,
    discarded,
    last: () => uploads.at(-1)!,
    sender: {
      upload: (file: File, options: UploadOptions = {}) =>
        new Promise<FileView>((resolve, reject) => {
          uploads.push({ file, options, arrive: () => resolve(view(file)), refuse: reject })
          options.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error))
        }),
      discard: (file: File) => {
        discarded.push(file.name)
        return Promise.resolve()
      },
    },
  }
}

function open(
  given: { value?: string; accept?: FileKind[]; maxMb?: number; error?: string; disabled?: boolean } = {},
) {
  const end = server()
  const changes: string[] = []
  const busy: boolean[] = []
  const [value, setValue] = createSignal(given.value ?? '')
  const { container } = render(() => (
    <FileInput
      label="Contract"
      required={true}
      error={given.error}
      value={value()}
      accept={given.accept}
      maxMb={given.maxMb}
      disabled={given.disabled}
      sender={end.sender}
      describe={(id) =>
        id === 'gone'
          ? Promise.reject(Object.assign(new Error('Not there.'), { data: { code: 'NOT_FOUND' } }))
          : id === 'unreachable'
            ? Promise.reject(new TypeError('Failed to fetch'))
            : Promise.resolve(view(fileOf('kept.pdf'), id))
      }
      onBusy={(is) => busy.push(is)}
      onChange={(id) => {
        changes.push(id)
        setValue(id)
      }}
    />
  ))
  const input = container.querySelector<HTMLInputElement>('input[type=file]')!
  const pick = (file: File) => {
    Object.defineProperty(input, 'files', { value: [file], configurable: true })
    fireEvent.change(input)
  }
  const status = () => screen.getByRole('status').textContent
  return { ...end, changes, busy, input, pick, status, container }
}

const bar = () => screen.getByRole('progressbar')
const button = (name: string) => screen.getByRole('button', { name })

describe('a file', () => {
  test('is asked for with its kinds and its limit, by an input that has a name', () => {
    const { input } = open({ accept: ['pdf', 'image'], maxMb: 10 })

    expect(screen.getByLabelText(/Contract/)).toBe(input)
    expect(input.accept).toContain('application/pdf,.pdf,image/jpeg')
    expect(input.getAttribute('aria-required')).toBe('true')
    expect(screen.getByText(/PDF or image, at most 10 MB\./)).toBeTruthy()
  })

  test('can be photographed where images are asked for, and nowhere else', () => {
    const { container } = open({ accept: ['image'] })
    expect(container.querySelector('input[capture="environment"]')).toBeTruthy()
    cleanup()

    expect(open({ accept: ['pdf'] }).container.querySelector('input[capture]')).toBeNull()
  })

  test('that is picked is on its way at once; once it is there the form has its id', async () => {
    const { pick, last, changes, busy, status } = open({ accept: ['pdf'] })

    pick(fileOf('contract.pdf'))
    expect(last().options.accept).toEqual(['pdf'])
    last().options.onProgress!({ sent: 1.2 * MB, total: 3 * MB, waiting: false })

    expect(bar().getAttribute('aria-valuenow')).toBe('40')
    expect(bar().getAttribute('aria-valuetext')).toBe('40% · 1.2 MB of 3 MB')
    expect(status()).toBe('Uploading contract.pdf')
    expect(changes).toEqual([])
    last().arrive()

    await waitFor(() => expect(changes).toEqual(['a-file']))
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(screen.getByText('PDF, 3 MB')).toBeTruthy()
    expect(status()).toBe('contract.pdf is uploaded.')
    expect(busy).toEqual([true, false])
  })

  test('that is dropped is taken like one that is picked', () => {
    const { container, last } = open()
    const zone = container.querySelector('.border-dashed')!
    const dataTransfer = { types: ['Files'], files: [fileOf('dropped.pdf')] }

    fireEvent.dragEnter(zone, { dataTransfer })
    expect(zone.className).toContain('border-accent')
    fireEvent.drop(zone, { dataTransfer })

    expect(last().file.name).toBe('dropped.pdf')
  })

  test('can be paused, taken up again and taken back', async () => {
    const { pick, last, uploads, discarded, changes, input } = open()
    pick(fileOf('large.pdf'))
    last().options.onProgress!({ sent: 1.5 * MB, total: 3 * MB, waiting: false })

    fireEvent.click(button('Pause'))
    expect(last().options.signal!.aborted).toBe(true)
    expect(screen.getAllByText('Paused at 50%')).toHaveLength(2)
    fireEvent.click(button('Go on'))
    expect(uploads).toHaveLength(2)
    expect(bar().getAttribute('aria-valuenow')).toBe('50')
    fireEvent.click(button('Cancel'))

    expect(discarded).toEqual(['large.pdf'])
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(document.activeElement).toBe(input)
    await Promise.resolve()
    expect(changes).toEqual([])
  })

  test('whose line is broken says that it goes on by itself', () => {
    const { pick, last, status } = open()
    pick(fileOf('contract.pdf'))

    last().options.onProgress!({ sent: 2 * MB, total: 3 * MB, waiting: true })

    expect(status()).toBe('The connection is gone. This goes on by itself.')
    expect(bar().getAttribute('aria-valuenow')).toBe('66')
  })

  test('that the server refuses says why at the control, and can be tried again or replaced', async () => {
    const { pick, last, uploads, changes, input } = open({ accept: ['pdf'] })
    pick(fileOf('contract.pdf'))

    last().refuse(new UploadRefused('By its name this file is “PDF”, but its content is “archive”.'))

    await waitFor(() =>
      expect(errorOf(input)).toBe('By its name this file is “PDF”, but its content is “archive”.'),
    )
    fireEvent.click(button('Try again'))
    expect(uploads).toHaveLength(2)
    expect(errorOf(input)).toBeUndefined()
    last().refuse(new UploadRefused('No.'))
    await waitFor(() => expect(errorOf(input)).toBe('No.'))
    pick(fileOf('better.pdf'))
    last().arrive()
    await waitFor(() => expect(changes).toEqual(['a-file']))
    expect(errorOf(input)).toBeUndefined()
  })

  test.each([
    ['en', fileOf('empty.pdf', 0), 'This file is empty.'],
    ['en', fileOf('large.pdf', 10 * MB + 1), 'This file is too large: 10 MB. At most 10 MB are accepted.'],
    ['en', fileOf('all.zip'), 'This kind of file is not accepted here: archive. Accepted: PDF or image.'],
    [
      'fr',
      fileOf('tout.zip'),
      'Ce type de fichier n’est pas accepté ici : archive. Acceptés : PDF ou image.',
    ],
    ['ar', fileOf('all.zip'), 'هذا النوع من الملفات غير مقبول هنا: ملف مضغوط. المقبول: PDF أو صورة.'],
  ] as const)(
    'in %s is refused before any of it is sent, where that is clear: %o',
    async (language, file, why) => {
      await speak(language)
      const { pick, uploads, input } = open({ accept: ['pdf', 'image'], maxMb: 10 })

      pick(file)

      expect(uploads).toEqual([])
      expect(errorOf(input)).toBe(why)
    },
  )

  test('of an unknown name is for the server to judge', () => {
    const { pick, uploads } = open({ accept: ['pdf'] })

    pick(fileOf('scan'))

    expect(uploads).toHaveLength(1)
  })

  test('of a draft is shown by its id; one that is gone leaves the field empty', async () => {
    const kept = open({ value: 'kept' })
    expect(await screen.findByText('kept.pdf')).toBeTruthy()
    fireEvent.click(button('Remove'))
    expect(kept.changes).toEqual([''])
    expect(document.activeElement).toBe(kept.input)
    cleanup()

    const gone = open({ value: 'gone' })
    await waitFor(() => expect(gone.changes).toEqual(['']))
    cleanup()

    const unknown = open({ value: 'unreachable' })
    await Promise.resolve()
    expect(unknown.changes).toEqual([])
  })

  test('of another pick replaces the first, which stays out of the form', async () => {
    const { pick, uploads, changes } = open()
    pick(fileOf('first.pdf'))
    pick(fileOf('second.pdf'))

    expect(uploads[0]!.options.signal!.aborted).toBe(true)
    uploads[0]!.arrive()
    uploads[1]!.arrive()

    await waitFor(() => expect(changes).toEqual(['a-file']))
    expect(screen.getByText('second.pdf')).toBeTruthy()
  })

  test('is not taken while the control is disabled', () => {
    const { container, input, uploads } = open({ disabled: true })

    fireEvent.drop(container.querySelector('.border-dashed')!, {
      dataTransfer: { types: ['Files'], files: [fileOf('a.pdf')] },
    })

    expect(input.disabled).toBe(true)
    expect(uploads).toEqual([])
  })

  test('on its way ends with the page, and is not taken back', () => {
    const { pick, last, discarded } = open()
    pick(fileOf('large.pdf'))

    cleanup()

    expect(last().options.signal!.aborted).toBe(true)
    expect(discarded).toEqual([])
  })

  test('makes what the form said before old news', async () => {
    const { pick, input } = open({ error: 'Please fill this in.' })
    expect(errorOf(input)).toBe('Please fill this in.')

    pick(fileOf('a.pdf'))

    await waitFor(() => expect(errorOf(input)).toBeUndefined())
  })
})

/** What the control's own description says is wrong. */
function errorOf(control: HTMLElement): string | undefined {
  if (control.getAttribute('aria-invalid') !== 'true') return undefined
  const ids = (control.getAttribute('aria-describedby') ?? '').split(' ')
  return document.getElementById(ids.find((id) => id.endsWith('-error')) ?? '')?.textContent ?? undefined
}
