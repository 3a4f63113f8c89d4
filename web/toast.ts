/** Short news for a few seconds, with a way back where there is one. */
export type Toast = { readonly id: number; readonly text: string; readonly undo?: () => void }

/** Long enough to read two lines and to reach the button, ms (WCAG 2.2.1 asks for no more where nothing is lost). */
const shownMs = 7_000

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let last = 0

function write(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something. With `undo` there is a button that takes it back. */
export function toast(text: string, { undo }: { undo?: () => void } = {}): void {
  last += 1
  const id = last
  write([...toasts.slice(-2), { id, text, ...(undo === undefined ? {} : { undo }) }])
  setTimeout(() => dismiss(id), shownMs)
}

/** Takes one away. */
export function dismiss(id: number): void {
  write(toasts.filter((one) => one.id !== id))
}

/** For the one place that shows them. */
export const toastStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: (): readonly Toast[] => toasts,
}
