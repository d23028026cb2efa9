import { ensureConsole } from '../../../scripts/console.ts'

/** Browser tests look at the console as it is built, not at an older one. */
export default async function setup() {
  await ensureConsole()
}
