import { formatNumber } from '../words/time.ts'

const unit = (value: number, name: string, digits = 0) =>
  formatNumber(value, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits })

/** "3.2 ms", "12 sec", "4 min": as exact as anybody needs. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return unit(ms, 'millisecond', ms < 10 ? 1 : 0)
  if (ms < 120_000) return unit(ms / 1_000, 'second')
  if (ms < 7_200_000) return unit(ms / 60_000, 'minute')
  return unit(ms / 3_600_000, 'hour')
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return unit(bytes / 1_000, 'kilobyte')
  if (bytes < 1_000_000_000) return unit(bytes / 1_000_000, 'megabyte', 1)
  return unit(bytes / 1_000_000_000, 'gigabyte', 1)
}
