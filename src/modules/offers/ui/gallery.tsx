import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Picture } from '#kit/picture'
import css from './gallery.module.css'

/** The pictures of a thing: one large, the others below it. */
export function Gallery({ pictures, title }: { pictures: readonly string[]; title: string }): ReactNode {
  const { t } = useTranslation('buyer')
  const [shown, setShown] = useState(0)
  return (
    <div className={css.gallery}>
      <Picture id={pictures[shown] ?? null} title={title} alt={title} isFirst />
      {pictures.length > 1 && (
        <div className={css.others}>
          {pictures.map((id, index) => (
            <button
              key={id}
              type="button"
              aria-label={t('offer.picture', { number: index + 1 })}
              aria-pressed={index === shown}
              onClick={() => setShown(index)}
            >
              <Picture id={id} />
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
