import { Outlet } from '@tanstack/solid-router'
import { Toaster } from '../ui/toaster.tsx'

export const Root = () => (
  <>
    <Outlet />
    <Toaster />
  </>
)
