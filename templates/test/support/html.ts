const decode = (text: string) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&(#847|zwnj|nbsp);/g, ' ')
    .replace(/&amp;/g, '&')

/** What a reader sees of the HTML, with its line breaks gone. */
export const shownIn = (html: string): string =>
  decode(html.replace(/<(title|style)[^>]*>[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')).replace(
    /\s+/g,
    ' ',
  )

const attributes = (tag: string): Record<string, string> =>
  Object.fromEntries(
    Array.from(tag.matchAll(/([\w-]+)="([^"]*)"/g), ([, name, value]) => [name!, decode(value!)]),
  )

export const imagesIn = (html: string): { alt: string | undefined }[] =>
  Array.from(html.matchAll(/<img\b[^>]*>/g), ([tag]) => ({ alt: attributes(tag)['alt'] }))

export const linksIn = (html: string): { href: string | undefined; label: string }[] =>
  Array.from(html.matchAll(/(<a\b[^>]*>)([\s\S]*?)<\/a>/g), ([, tag, label]) => ({
    href: attributes(tag!)['href'],
    label: shownIn(label!).trim(),
  }))

const once = new Set(['br', 'img', 'meta', 'link', 'hr'])

/** What would make mail programs guess: tags that are not closed or not ours, things that run, and layout tables read aloud. */
export function problemsOf(html: string): string[] {
  const problems: string[] = []
  const open: string[] = []
  for (const [tag, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (['script', 'form', 'input', 'iframe', 'object', 'link', 'svg', 'video'].includes(name))
      problems.push(tag)
    if (/\son\w+=/.test(tag) || /javascript:|expression\(/i.test(tag)) problems.push(tag)
    if (name === 'table' && !slash && !tag.includes('role="presentation"')) problems.push(tag)
    if (once.has(name)) continue
    if (!slash) open.push(name)
    else if (open.pop() !== name) problems.push(`${tag} closes something else`)
  }
  return [...problems, ...open.map((name) => `<${name}> stays open`)]
}
