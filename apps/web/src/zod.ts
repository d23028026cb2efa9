import { z } from 'zod'

// zod would try to compile its checks to code, which the page's security policy forbids and reports. It decides when a
// schema is made, so this runs before all others: it is the first import, and in the same file of the build as zod.
z.config({ jitless: true })
