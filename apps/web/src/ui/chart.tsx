import { For, createEffect, onCleanup } from 'solid-js'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { cx } from './cx.ts'

export interface ChartSeries {
  name: string
  values: readonly number[]
  /** One of the theme's colours. */
  colour: 'accent' | 'success' | 'warning' | 'error' | 'muted'
}

export interface ChartProps {
  /** What it shows: the caption of the table that screen readers get in its place. */
  title: string
  /** The points along the bottom, in order. */
  labels: readonly string[]
  /** What the labels are, as the head of a column. */
  labelled: string
  series: readonly ChartSeries[]
  format: (value: number) => string
  height?: number
}

/**
 * Figures over time, as lines. It is drawn anew when the theme or the width changes; whoever cannot see it finds the same
 * figures as a table.
 */
export function Chart(props: ChartProps) {
  let frame!: HTMLDivElement
  const height = () => props.height ?? 220

  createEffect(() => {
    const { series, labels, format } = props
    let plot: UPlot | undefined
    const draw = () => {
      plot?.destroy()
      plot = new UPlot(
        optionsFor(frame, { series, labels, format, height: height() }),
        [labels.map((_, place) => place), ...series.map(({ values }) => [...values])],
        frame,
      )
    }
    draw()
    const onTheme = new MutationObserver(draw)
    onTheme.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', draw)
    const onWidth = new ResizeObserver(() => plot?.setSize({ width: frame.clientWidth, height: height() }))
    onWidth.observe(frame)
    onCleanup(() => {
      onTheme.disconnect()
      onWidth.disconnect()
      system.removeEventListener('change', draw)
      plot?.destroy()
    })
  })

  return (
    <figure class="flex min-w-0 flex-col gap-2">
      <figcaption class="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        <For each={props.series}>
          {(line) => (
            <span class="flex items-center gap-1.5">
              <span class={cx('h-0.5 w-4 rounded-full', swatches[line.colour])} aria-hidden="true" />
              {line.name}
            </span>
          )}
        </For>
      </figcaption>
      {/* Time runs from left to right in every script that Belfry speaks. */}
      <div
        ref={(element) => (frame = element)}
        dir="ltr"
        aria-hidden="true"
        class="min-w-0 overflow-hidden"
      />
      <table class="sr-only">
        <caption>{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">{props.labelled}</th>
            <For each={props.series}>{(line) => <th scope="col">{line.name}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={props.labels}>
            {(label, place) => (
              <tr>
                <th scope="row">{label}</th>
                <For each={props.series}>{(line) => <td>{props.format(line.values[place()] ?? 0)}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </figure>
  )
}

const swatches = {
  accent: 'bg-accent',
  success: 'bg-success',
  warning: 'bg-warning',
  error: 'bg-error',
  muted: 'bg-faint',
}

interface Drawing {
  series: readonly ChartSeries[]
  labels: readonly string[]
  format: (value: number) => string
  height: number
}

function optionsFor(frame: HTMLElement, { series, labels, format, height }: Drawing): UPlot.Options {
  const colour = (name: string) => colourOf(frame, name)
  const axis = {
    stroke: colour('muted'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    font: `12px ${getComputedStyle(frame).fontFamily}`,
  }
  return {
    width: Math.max(frame.clientWidth, 200),
    height,
    scales: {
      x: { time: false, range: (_, from, to) => [from, Math.max(to, from + 1)] },
      y: { range: (_, _min, max) => [0, Math.max(max * 1.1, 1)] },
    },
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        // Whole places only: between two days there is none.
        values: (_, places) => places.map((place) => (Number.isInteger(place) ? plain(labels[place]) : '')),
        space: 70,
      },
      { ...axis, values: (_, values) => values.map((value) => format(value)), size: 56 },
    ],
    series: [
      {},
      ...series.map((line) => ({
        label: line.name,
        stroke: colour(line.colour === 'muted' ? 'faint' : line.colour),
        width: 2,
        points: { show: labels.length < 40, size: 5 },
      })),
    ],
    plugins: [tooltip(frame, { series, labels, format })],
  }
}

/** Without the marks of direction in an Arabic date, which would turn it around on a canvas that runs from left to right. */
const plain = (label = ''): string => label.replaceAll(/[\u200e\u200f\u061c]/g, '')

/** As the theme has it now; a canvas knows no variables. */
function colourOf(frame: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(--color-${name})`
  frame.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** What the figures are at the point under the pointer. */
function tooltip(frame: HTMLElement, { series, labels, format }: Omit<Drawing, 'height'>): UPlot.Plugin {
  const note = document.createElement('div')
  note.className =
    'pointer-events-none absolute z-10 hidden rounded-md bg-raised px-2 py-1 text-xs whitespace-pre shadow-md'
  return {
    hooks: {
      ready: (plot) => plot.over.append(note),
      setCursor: (plot) => {
        const { idx: place, left = -1 } = plot.cursor
        const isShown = typeof place === 'number' && left >= 0
        note.classList.toggle('hidden', !isShown)
        if (!isShown) return
        const figures = series.map(({ name, values }) => `${name}: ${format(values[place] ?? 0)}`)
        note.textContent = [labels[place], ...figures].join('\n')
        const isFar = left > frame.clientWidth / 2
        note.style.left = isFar ? '' : `${left + 12}px`
        note.style.right = isFar ? `${plot.over.clientWidth - left + 12}px` : ''
        note.style.top = '8px'
      },
    },
  }
}
