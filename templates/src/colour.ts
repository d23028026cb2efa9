const FALLBACK = '#1f2937'

/** A colour as `#rrggbb`: it goes into a style, so nothing else may. */
export const safeColour = (colour: string): string => (/^#[0-9a-f]{6}$/i.test(colour) ? colour : FALLBACK)

/** White or near-black, whichever has more contrast on a colour (WCAG 2.2, relative luminance). */
export function readableOn(colour: string): '#ffffff' | '#18181b' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return luminance > 0.179 ? '#18181b' : '#ffffff'
}
