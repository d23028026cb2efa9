import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished, test, expect } from 'vitest'
import { watchBody } from '../src/http/body-in-time.ts'

const BODY = 5

/** Sends a body byte by byte with pauses between, and says what comes back. */
async function send(method: string, path: string, pauseMs: number): Promise<string> {
  const server = createServer((request, response) => {
    watchBody(request, { wholeWithinMs: 900, pauseAtMostMs: 600 })
    request.resume().on('end', () => response.end('all of it'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  socket.on('error', () => {})
  const closed = new Promise<void>((done) => socket.on('close', () => done()))
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${BODY}\r\n\r\n`,
  )
  for (let sent = 0; sent < BODY && socket.writable; sent++) {
    await pause(pauseMs)
    socket.write('x')
  }
  await closed
  return answer
}

test('a call that dawdles is hung up on, and an upload that only is slow is not', async () => {
  const [call, slowUpload, stuckUpload, quickCall] = await Promise.all([
    send('POST', '/trpc/cases.submit', 250),
    send('PATCH', '/uploads/1', 250),
    send('PATCH', '/uploads/1', 2_000),
    send('POST', '/trpc/cases.submit', 5),
  ])

  expect(call).toMatch(/^HTTP\/1\.1 408 /)
  expect(slowUpload).toContain('all of it')
  expect(stuckUpload).toMatch(/^HTTP\/1\.1 408 /)
  expect(quickCall).toContain('all of it')
})
