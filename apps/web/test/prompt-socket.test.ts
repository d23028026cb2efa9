import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

/** A browser's socket on a line that is dead until the test says otherwise. */
class DeadSocket extends EventTarget {
  OPEN = 1
  readyState = 1
  sent: string[] = []
  send(text: string) {
    this.sent.push(text)
  }
  close() {
    this.readyState = 2
  }
}

describe('a socket on a dead line', () => {
  const closed = vi.fn()

  async function open() {
    vi.stubGlobal('WebSocket', DeadSocket)
    vi.resetModules()
    const { PromptSocket, demandAnswer } = await import('../src/live/prompt-socket.ts')
    const socket = new PromptSocket('ws://belfry.test')
    socket.addEventListener('close', closed)
    return { socket, demandAnswer: () => demandAnswer(socket), sent: (socket as unknown as DeadSocket).sent }
  }

  beforeEach(() => {
    vi.useFakeTimers()
    closed.mockReset()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('is closed soon after it was told to, and says so once', async () => {
    const { socket } = await open()

    socket.close()
    vi.advanceTimersByTime(1_500)
    expect(closed).toHaveBeenCalledOnce()

    socket.dispatchEvent(new Event('close'))
    expect(closed).toHaveBeenCalledOnce()
  })

  test('is closed once when the other side says goodbye in time', async () => {
    const { socket } = await open()

    socket.close()
    socket.dispatchEvent(new Event('close'))
    vi.advanceTimersByTime(5_000)

    expect(closed).toHaveBeenCalledOnce()
  })

  test('is given up when it does not answer, and kept when it does', async () => {
    const { socket, demandAnswer, sent } = await open()

    demandAnswer()
    expect(sent).toEqual(['PING'])
    socket.dispatchEvent(new Event('message'))
    vi.advanceTimersByTime(10_000)
    expect(closed).not.toHaveBeenCalled()

    demandAnswer()
    vi.advanceTimersByTime(10_000)
    expect(closed).toHaveBeenCalledOnce()
  })
})
