/** The one place that says what time it is, so that tests and the demo can move it. */
export const clock = {
  now: (): Date => new Date(),
}
