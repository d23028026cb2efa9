let context: AudioContext | undefined

// A browser lets a page make sound only after the person has touched it.
const unlock = () => {
  context ??= new AudioContext()
  void context.resume()
}
for (const gesture of ['pointerdown', 'keydown'] as const) addEventListener(gesture, unlock, { once: true })

const QUIET_MS = 1_000 // a burst rings once
const NOTES = [
  { hertz: 880, after: 0 },
  { hertz: 1318.5, after: 0.09 },
]

/** Two short notes of a small bell. Of several windows that hear of the same thing one rings. */
export async function ring(): Promise<void> {
  const audio = context
  if (audio?.state !== 'running') return
  const play = () => {
    for (const { hertz, after } of NOTES) strike(audio, hertz, audio.currentTime + after)
  }
  // Browsers have locks for pages that come over TLS or from the same machine.
  if (!('locks' in navigator)) return play()
  await navigator.locks.request('belfry.ring', { ifAvailable: true }, async (lock) => {
    if (!lock) return
    play()
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  })
}

function strike(audio: AudioContext, hertz: number, at: number) {
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0.0001, at)
  volume.gain.exponentialRampToValueAtTime(0.12, at + 0.01)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.5)
  tone.connect(volume).connect(audio.destination)
  tone.start(at)
  tone.stop(at + 0.5)
}
