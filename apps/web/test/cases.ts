import type { ActionView, CaseItem } from '@belfry/shared/wire'

/** A shift as the API sends it; `n` gives the order in which cases were opened. */
export function shiftCase(n: number, more: Partial<CaseItem> = {}): CaseItem {
  const id = `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`
  const openedAt = new Date(Date.UTC(2026, 10, 20, 8, n)).toISOString()
  return {
    id,
    workflow: 'shift',
    state: 'pending',
    version: 1,
    title: `Van ${n}`,
    stage: null,
    data: {
      station: 'north',
      driver: '0199bbbb-0000-7000-8000-000000000001',
      vehicle: `Van ${n}`,
      startsAt: '2026-11-23T07:00:00.000Z',
      endsAt: '2026-11-23T15:00:00.000Z',
    },
    scope: 'station:north',
    timeZone: 'Europe/Paris',
    parent: null,
    owner: { id: '0199bbbb-0000-7000-8000-000000000002', name: 'Vera Vendor' },
    assignee: null,
    claimedBy: null,
    claimedAt: null,
    mayClaim: true,
    mayAssign: true,
    openedAt,
    changedAt: openedAt,
    urgentAt: null,
    readyAt: null,
    closedAt: null,
    labels: { station: 'North', driver: 'Dana Driver' },
    actions: [
      possible('approve'),
      possible('reject'),
      {
        ...possible('cancel'),
        allowed: false,
        whyNot: 'Only whoever filed it may do this.',
        why: 'not_allowed',
      },
    ],
    ...more,
  }
}

/** An action that the reader may take, and that asks for nothing. */
export const possible = (name: string): ActionView => ({
  name,
  allowed: true,
  whyNot: null,
  why: null,
  asks: [],
  approvals: null,
})
