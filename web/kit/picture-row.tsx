import { ActionIcon, Group } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { Dialog } from './dialog.tsx'
import css from './picture-row.module.css'
import { Picture, pictureUrl } from './picture.tsx'

type Props = {
  /** File ids. */
  pictures: readonly string[]
  /** What each shows; may be fewer. */
  alts?: readonly string[]
  t: TFunction<'people'>
}

/** Small pictures in a row; pressed, one is seen whole, and the others by the arrow keys. */
export function PictureRow({ pictures, alts = [], t }: Props): ReactNode {
  const [seen, setSeen] = useState<number | undefined>(undefined)
  const count = pictures.length
  const altOf = (index: number): string => alts[index] || t('reviews.onePicture', { number: index + 1 })
  const turn = (by: number): void => setSeen((now) => (now === undefined ? now : (now + by + count) % count))
  const press = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowLeft') turn(-1)
    if (key === 'ArrowRight') turn(1)
  }
  return (
    <>
      <ul className={css.row}>
        {pictures.map((id, index) => (
          <li key={id}>
            <button
              type="button"
              className={css.open}
              aria-label={`${t('reviews.openPicture', { number: index + 1, count })}: ${altOf(index)}`}
              onClick={() => setSeen(index)}
            >
              <Picture id={id} />
            </button>
          </li>
        ))}
      </ul>
      {seen !== undefined && (
        <Dialog isOpen onClose={() => setSeen(undefined)} title={t('reviews.ofPictures', { number: seen + 1, count })}>
          {/* The arrow keys are a shortcut: the buttons below do the same. */}
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
          <div className={css.viewer} onKeyDown={press}>
            <img className={css.whole} src={pictureUrl(pictures[seen] ?? '')} alt={altOf(seen)} />
            {alts[seen] && <p>{alts[seen]}</p>}
            {count > 1 && (
              <Group justify="space-between">
                <ActionIcon
                  variant="default"
                  size="xl"
                  aria-label={t('reviews.previousPicture')}
                  onClick={() => turn(-1)}
                >
                  <IconChevronLeft size={22} />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  size="xl"
                  aria-label={t('reviews.nextPicture')}
                  data-autofocus
                  onClick={() => turn(1)}
                >
                  <IconChevronRight size={22} />
                </ActionIcon>
              </Group>
            )}
          </div>
        </Dialog>
      )}
    </>
  )
}
