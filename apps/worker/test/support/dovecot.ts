import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@belfry/testing/ports'
import { findProgram } from '@belfry/testing/programs'
import { onTestFinished } from 'vitest'

/** Whom mail belongs to where root starts it. */
const NOBODY = 65_534

/** Debian's dovecot over one empty mailbox; ask `hasPrograms` first whether there is one. */
export async function startDovecot() {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-dovecot-'))
  const port = await freePort()
  const isRoot = process.getuid?.() === 0
  const owner = isRoot ? NOBODY : process.getuid!()
  const group = isRoot ? NOBODY : process.getgid!()
  const maildir = path.join(folder, 'home', 'Maildir')
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(path.join(maildir, part), { recursive: true })
  const own = (file: string) => isRoot && chownSync(file, owner, group)
  for (const part of ['../..', '..', '.', 'cur', 'new', 'tmp']) own(path.resolve(maildir, part))
  const config = path.join(folder, 'dovecot.conf')
  const me = userInfo().username
  writeFileSync(
    config,
    `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
${isRoot ? '' : `default_internal_user = ${me}\ndefault_login_user = ${me}\ndefault_internal_group = ${me}`}
mail_location = maildir:~/Maildir
first_valid_uid = 1
passdb {
  driver = static
  args = password=only-for-tests
}
userdb {
  driver = static
  args = uid=${owner} gid=${group} home=${folder}/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
}
service anvil {
  chroot =
}
`,
  )
  const child = spawn(findProgram('dovecot')!, ['-F', '-c', config], { stdio: 'ignore' })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  })
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error('dovecot did not start.')
    await pause(20)
  }
  let count = 0
  return {
    url: new URL(`imap://bounces:only-for-tests@127.0.0.1:${port}/INBOX`),
    /** Puts a mail in the mailbox. */
    put(mail: string | Buffer) {
      const file = path.join(maildir, 'new', `${Date.now()}.${++count}.test`)
      writeFileSync(file, mail)
      own(file)
    },
    /** The mails that are there; those that were seen have an S at their end. */
    left: () => ['new', 'cur'].flatMap((part) => readdirSync(path.join(maildir, part))),
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (there: boolean) => {
      socket.destroy()
      resolve(there)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
