/** For what happens in other processes, on machines that are busy with other tests. */
export const soon = { timeout: 15_000 }
