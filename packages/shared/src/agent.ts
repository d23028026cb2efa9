const browsers: [RegExp, string][] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

export interface Agent {
  /** The name of a browser; of another program, what it calls itself. */
  browser: string
  version: string | null
  system: string | null
}

/** What a browser's long name for itself says. */
export function agentOf(userAgent: string | null): Agent {
  const text = userAgent ?? ''
  for (const [pattern, browser] of browsers) {
    const version = pattern.exec(text)?.[1]
    if (version) return { browser, version, system: systems.find(([sign]) => sign.test(text))?.[1] ?? null }
  }
  return { browser: text.slice(0, 60), version: null, system: null }
}
