import { type ReactNode, Suspense, lazy, useState } from 'react'
import { useOpenAccount } from '#web/account'
import { useMe } from '#web/me'
import css from './report.module.css'

const ReportDialog = lazy(async () => ({ default: (await import('./report-dialog.tsx')).ReportDialog }))

/** What is reported: a kind of case, and the thing. */
export type Reported = { kind: string; about: { type: string; id: string } }

/** A quiet way to say that something is wrong; who is not signed in signs in first. */
export function ReportButton({ children, ...reported }: Reported & { children: ReactNode }): ReactNode {
  const me = useMe()
  const openAccount = useOpenAccount()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className={css.report}
        aria-haspopup="dialog"
        onClick={() => (me === null ? openAccount() : setOpen(true))}
      >
        {children}
      </button>
      {isOpen && (
        <Suspense>
          <ReportDialog {...reported} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
