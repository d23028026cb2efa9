export const absences = ['tomorrow', 'monday', 'week'] as const
export type Absence = (typeof absences)[number]

/** When work begins again: at eight in the morning, by the person's own clock. */
const EIGHT = 8

export function beginsAgain(absence: Absence, today: Date): Date {
  const days = { tomorrow: 1, monday: (8 - today.getDay()) % 7 || 7, week: 7 }[absence]
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, EIGHT)
}

/** Until when somebody is away; nothing where he is there. */
export const awayAt = (until: string | null, now: number): string | null =>
  until && Date.parse(until) > now ? until : null
