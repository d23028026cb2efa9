export interface Brand {
  name: string
  /** The button, as `#rrggbb`. */
  colour: string
  /** Where people reach this installation; links in messages are relative to it. */
  url: string
}

export interface RenderedMail {
  subject: string
  html: string
  text: string
}
