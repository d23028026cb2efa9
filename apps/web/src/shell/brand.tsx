import { Link } from '@tanstack/solid-router'

/** The bell tower's name and mark; leads to the start page. */
export const Brand = () => (
  <Link
    to="/"
    class="flex items-center gap-2 self-start rounded-md px-1.5 py-1 text-lg font-semibold tracking-tight"
  >
    <img src="/favicon.svg" alt="" width="22" height="22" />
    Belfry
  </Link>
)
