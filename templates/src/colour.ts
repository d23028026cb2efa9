const FALLBACK = '#1f2937'
/** Of both cards, light and dark; see layouts. */
const CARDS = ['#ffffff', '#1c1c1f']
/** A grey that can be told from either. */
const EDGE = '#71717a'
/** From here on one sees where a button ends; its writing has a contrast of its own. */
const LEAST_CONTRAST = 1.5

const isColour = (colour: string): boolean => /^#[0-9a-f]{6}$/i.test(colour)

/** A colour as `#rrggbb`: it goes into a style, so nothing else may. */
export const safeColour = (colour: string): string => (isColour(colour) ? colour : FALLBACK)

/** White or black, whichever has more contrast on a colour: 4.5 at least, on any. */
export const readableOn = (colour: string): '#ffffff' | '#000000' =>
  contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000'

/** The border of a button: its own colour, or one that shows where it ends if the card's is too near. */
export const edgeOf = (colour: string): string =>
  CARDS.every((card) => contrast(colour, card) >= LEAST_CONTRAST) ? colour : EDGE

/** How far two colours are apart, from 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
