/** The value below which this part of the figures lies (nearest rank). */
export function quantile(figures: number[], part: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}

export const median = (figures: number[]): number => quantile(figures, 0.5)

export const now = (): number => performance.timeOrigin + performance.now()

export function table(title: string, rows: [string, string][]): void {
  console.log(`\n${title}`)
  const width = Math.max(...rows.map(([name]) => name.length))
  for (const [name, value] of rows) console.log(`  ${name.padEnd(width)}  ${value}`)
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`
export const times = (value: number): string => `${value.toFixed(2)} ×`
