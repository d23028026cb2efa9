// Sets theme and language before the first paint. A file of its own, because the security policy allows no inline script.
try {
  const root = document.documentElement
  root.dataset.theme = localStorage.getItem('belfry.theme') || 'system'
  const locale = localStorage.getItem('belfry.locale') || navigator.language.slice(0, 2)
  if (locale === 'fr' || locale === 'ar') root.lang = locale
  if (locale === 'ar') root.dir = 'rtl'
} catch {
  // Storage may be switched off; the system's theme and English are there already.
}
