/** Ctrl+Enter, or Command+Enter, sends this form: in a text of several lines Enter alone is a new line. */
export function sendByKey(form: HTMLFormElement): void {
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.requestSubmit()
  })
}
