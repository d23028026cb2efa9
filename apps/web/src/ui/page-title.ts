import { createSignal } from 'solid-js'

const [pageTitle, setPageTitle] = createSignal('')

/** The name of the page in view; the window's title is made of it and the unread count. */
export { pageTitle, setPageTitle }
