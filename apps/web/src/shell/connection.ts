import { createEffect, on, onCleanup } from 'solid-js'
import { attempts, closeCodes, offline, onSocketClose } from '../live/socket.ts'
import { queryClient } from '../query.ts'
import { endSession, meQuery } from '../session.ts'

/** What the shell does when the connection breaks, comes back, or is closed by the server for a reason. */
export function followConnection(): void {
  onCleanup(
    onSocketClose((code) => {
      if (code === closeCodes.sessionEnded) endSession()
      // Other rights, other pages: everything is asked for again. The socket reconnects by itself.
      if (code === closeCodes.rightsChanged) void queryClient.invalidateQueries()
    }),
  )
  // Lists that do not live on the socket may have missed something.
  createEffect(
    on(
      offline,
      (now, before) => {
        if (before && !now) void queryClient.invalidateQueries()
      },
      { defer: true },
    ),
  )
  // A browser does not say why it could not connect. Where the session is the reason, this call finds out.
  createEffect(() => {
    if (attempts() === 2) void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  })
}
