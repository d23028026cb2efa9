import type { Theme } from '@belfry/shared/wire'

/** Kept in the browser too: first-paint.js needs it before anything else is loaded. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  localStorage.setItem('belfry.theme', theme)
}
