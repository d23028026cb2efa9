import type { Notification } from '@belfry/shared/wire'

/** What a person wrote runs the way its letters do; Belfry's own sentences run as the reader's language, whichever name begins them. */
export const directionOf = ({ category }: Notification): 'auto' | undefined =>
  category === 'announcement' ? 'auto' : undefined
