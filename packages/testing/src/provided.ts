/** What the setup of a test run hands to every test file. */
declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string
    template: string
  }
}

export {}
