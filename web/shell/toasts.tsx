import { type ReactNode, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { type Toast, dismiss, toastStore } from '../toast.ts'
import css from './toasts.module.css'

const none: readonly Toast[] = []

/** Where news appear; screen readers hear them without losing their place. */
export function Toasts(): ReactNode {
  const { t } = useTranslation('shell')
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none)
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {toasts.map(({ id, text, undo }) => (
        <div key={id} className={css.toast}>
          <span>{text}</span>
          {undo !== undefined && (
            <button
              type="button"
              onClick={() => {
                undo()
                dismiss(id)
              }}
            >
              {t('undo')}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
