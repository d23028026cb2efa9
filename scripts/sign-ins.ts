/** Who can sign in to the demo, and what for. */
const people = [
  ['vendor', 'files shifts for a station'],
  ['officer.north', 'settles the shifts of station north'],
  ['officer.south', 'settles the shifts of station south'],
  ['driver', 'is told about the shifts planned for them'],
  ['reviewer', 'reviews onboarding'],
  ['reviewer2', 'reviews onboarding, too'],
  ['hr', 'looks after people'],
  ['employee', 'works under supervisor'],
  ['employee2', 'works under supervisor, too'],
  ['supervisor', 'answers for both employees'],
  ['intern', 'learns under tutor'],
  ['tutor', 'guides the intern'],
  ['analyst', 'reads reports'],
  ['admin', 'sees audit, mail and the state of the system'],
] as const

export function printSignIns() {
  const lines = people.map(([name, what]) => `  ${`${name}@belfry.test`.padEnd(28)}${what}`)
  console.log(`\nSign in with the password belfry-demo as\n${lines.join('\n')}\n`)
}
