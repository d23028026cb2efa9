import type pg from 'pg'

/**
 * How what others commit gets from Postgres into this process. It is always said by NOTIFY, in the transaction that it is about;
 * buses differ in who listens to Postgres and who hears of it from somebody else.
 */
export interface Bus {
  /** A new session with Postgres: from when this returns on, whatever is said is heard. */
  attach(session: pg.Client): Promise<void>
  /** The session is gone. */
  detach(): void
  stop(): Promise<void>
}

export interface Ears {
  /** What was said, as it was said. */
  hear(payload: string): void
  /** Something may have been said since then that was not heard. */
  missed(since: Date): void
}

/** Every process listens to Postgres by itself. */
export function postgresBus(channel: string, { hear }: Ears): Bus {
  return {
    async attach(session) {
      session.on('notification', ({ payload }) => payload && hear(payload))
      await session.query(`listen ${channel}`)
    },
    detach: () => {},
    stop: async () => {},
  }
}
