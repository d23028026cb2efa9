import { z } from 'zod'
import { type Channel, channels } from './delivery/channels.ts'

/** What can be switched off for everybody while Belfry runs (N12); everything is on unless somebody says otherwise. */
export const flagNames = ['realtime', 'channel.mail', 'channel.push', 'channel.webhook'] as const
export type FlagName = (typeof flagNames)[number]
export type Flags = Record<FlagName, boolean>

/** The channels that are switched off. The list in the app is what the others fall back on: it has no flag. */
export const channelsOff = (flags: Flags): Channel[] =>
  channels.filter((channel) => channel !== 'app' && !flags[`channel.${channel}`])

/** The flags as they are: what an administrator said, or else the configuration. */
export const flagsFrom = (
  said: readonly { name: string; on: boolean }[],
  configured: Flags = allOn,
): Flags => {
  const byName = new Map(said.map(({ name, on }) => [name, on]))
  return Object.fromEntries(flagNames.map((name) => [name, byName.get(name) ?? configured[name]])) as Flags
}

const allOn = Object.fromEntries(flagNames.map((name) => [name, true])) as Flags

/** The setting `SWITCHED_OFF`: names of flags that are off as long as nobody says otherwise, `realtime,channel.mail`. */
export const SwitchedOff = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.enum(flagNames, { error: `must name some of ${flagNames.join(', ')}` })))
  .transform((off) => flagsFrom(off.map((name) => ({ name, on: false }))))
