import { z } from 'zod'

/** How this installation shows itself in mails. */
export interface Brand {
  name: string
  /** The address of an image, shown in place of the name. */
  logo: string | null
  /** The button, as `#rrggbb`. */
  colour: string
  /** Where people reach this installation; links in messages are relative to it. */
  url: string
}

// oxlint-disable-next-line no-control-regex
const odd = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

export const brandRules = {
  BRAND_NAME: 'must have at most 60 characters, in one line',
  BRAND_LOGO_URL:
    'must be the https address of a PNG, JPEG, GIF or WebP image (most mail programs show no SVG)',
  BRAND_COLOUR: 'must be a colour like #3a58c3',
}

/** The brand's part of the settings of a process. */
export const brandEnvironment = {
  BRAND_NAME: z
    .string()
    .trim()
    .max(60, brandRules.BRAND_NAME)
    .refine((name) => !odd.test(name), brandRules.BRAND_NAME)
    .default('Belfry'),
  BRAND_LOGO_URL: z
    .url({ protocol: /^https$/, error: brandRules.BRAND_LOGO_URL })
    .max(500, brandRules.BRAND_LOGO_URL)
    // It stands in a header of the console's pages, too.
    .regex(/^[^\s;,'"<>\\]+$/, brandRules.BRAND_LOGO_URL)
    .refine(
      (url) => /\.(png|jpe?g|gif|webp)$/i.test(URL.parse(url)?.pathname ?? ''),
      brandRules.BRAND_LOGO_URL,
    )
    .optional(),
  BRAND_COLOUR: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, brandRules.BRAND_COLOUR)
    .default('#3a58c3'), // the console's accent
}

const settings = z.object(brandEnvironment)

export const brandFrom = (set: z.output<typeof settings>, url: string): Brand => ({
  name: set.BRAND_NAME,
  logo: set.BRAND_LOGO_URL ?? null,
  colour: set.BRAND_COLOUR,
  url,
})
